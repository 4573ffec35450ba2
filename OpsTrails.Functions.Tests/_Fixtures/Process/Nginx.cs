using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The real nginx with TLS before a program, with the server block of docs/proxy.md.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    public const string Host = "ops.localhost";

    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly string _certificateHash;
    private readonly int _port;

    private Nginx(string program, Uri behind)
    {
        _port = FreePort.Find();
        using var certificate = TestCertificate.For(Host);
        _certificateHash = certificate.GetCertHashString();
        var certificatePath = Write("certificate.pem", certificate.ExportCertificatePem());
        using var key = certificate.GetECDsaPrivateKey()!;
        var keyPath = Write("certificate.key", key.ExportPkcs8PrivateKeyPem());
        var block = Documented()
            .Replace("listen 443 ssl;", $"listen 127.0.0.1:{_port} ssl;", StringComparison.Ordinal)
            .Replace("/etc/ssl/ops.example.com.pem", certificatePath, StringComparison.Ordinal)
            .Replace("/etc/ssl/ops.example.com.key", keyPath, StringComparison.Ordinal)
            .Replace("ops.example.com", Host, StringComparison.Ordinal)
            .Replace("http://127.0.0.1:7071", behind.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var temporary = string.Concat(
            ((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(name => $"{name}_temp_path {_folder.Path}/{name};\n")
        );
        var user = Environment.UserName == "root" ? "user root;\n" : "";
        var configuration = Write(
            "nginx.conf",
            $"{user}daemon off;\nworker_processes 1;\npid {_folder.Path}/pid;\nerror_log stderr;\nevents {{}}\n"
                + $"http {{\naccess_log off;\n{temporary}{block}\n}}\n"
        );
        _process = Process.Start(
            new ProcessStartInfo(program, ["-p", _folder.Path, "-e", "stderr", "-c", configuration]) { RedirectStandardError = true }
        )!;
    }

    /// <summary>The address that people use.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"https://{Host}:{_port}"));

    /// <summary>Skips the test where nginx is not installed.</summary>
    /// <param name="behind">The program's address: of the settings, so that it is known before the program starts.</param>
    public static Nginx Start(Uri behind)
    {
        var program = Array.Find(Places, File.Exists);
        Assert.SkipWhen(program is null, "nginx isn't installed; install Debian's package nginx-light to run tests behind a real proxy.");
        return new Nginx(program, behind);
    }

    /// <summary>A handler for callers with a loopback address of their own.</summary>
    /// <param name="from">Such as 127.0.0.2.</param>
    public SocketsHttpHandler HandlerFrom(string from) =>
        new()
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancel) =>
            {
                var began = TimeProvider.System.GetTimestamp();
                while (true)
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    try
                    {
                        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                        await socket.ConnectAsync(IPAddress.Loopback, _port, cancel);
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch (SocketException) when (!_process.HasExited && TimeProvider.System.GetElapsedTime(began) < Timeout)
                    {
                        // It is still starting.
                        socket.Dispose();
                        await Task.Delay(Pause, TimeProvider.System, cancel);
                    }
                }
            },
            SslOptions = new() { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificateHash },
        };

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Documented()
    {
        var page = File.ReadAllText(Path.Combine(NodePackages.ProjectFolder, "..", "docs", "proxy.md"));
        return Block().Match(page).Groups["block"].Value;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    [GeneratedRegex("```nginx\n(?<block>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
