using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Triggers;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>What is deployed, as it lies on the disk.</summary>
public sealed class PackageTests(PublishedPackage package) : IAsyncLifetime
{
    private const int AnyoneMayRun = 0b001_001_001;

    private string _folder = null!;
    private FunctionApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await package.PublishedAsync();
        _app = new FunctionApp(_folder);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void Every_function_lies_in_a_folder_of_its_name_as_it_lies_in_the_source()
    {
        var source = Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "Triggers");
        var expected = Directory.EnumerateDirectories(source).Select(folder => (Path.GetFileName(folder), File.ReadAllText(Path.Combine(folder, "function.json")))).Order();

        var published = _app.Functions.Select(function => (function.Name, File.ReadAllText(Path.Combine(_folder, function.Name, "function.json"))));

        Assert.Equal(expected, published);
        Assert.Contains(_app.Functions, function => function.Name == "sweep");
    }

    [Fact]
    public void One_function_takes_every_path_and_every_method_from_anyone()
    {
        var http = Assert.Single(_app.Functions, function => function.IsHttp).Trigger;

        Assert.Equal(("{*path}", "anonymous", ""), (http.GetProperty("route").GetString(), http.GetProperty("authLevel").GetString(), _app.RoutePrefix));
        Assert.False(http.TryGetProperty("methods", out _), "With methods named, the host answers any other with an empty 404.");
    }

    [Fact]
    public void Every_timer_function_has_something_to_do_and_nothing_to_do_is_without_one()
    {
        using var app = OpsTrailsApp.Create(["--urls=http://127.0.0.1:0"]);

        var known = app.Services.GetServices<TimerFunction>().Select(timer => timer.Name).Order();

        Assert.Equal(known, _app.Functions.Where(function => function.IsTimer).Select(function => function.Name));
    }

    [Fact]
    public void Functions_have_more_time_than_their_work_and_a_stream_may_take()
    {
        Assert.Equal(FunctionsHost.Timeout, _app.Timeout);
        Assert.True(TimerFunction.Longest < _app.Timeout);
        Assert.True(new LiveOptions().StreamLifetime < FunctionsHost.Timeout - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void The_program_can_be_started_where_no_NET_is()
    {
        Assert.Equal(AnyoneMayRun, ModeOf(_app.Executable) & AnyoneMayRun);
        Assert.All((string[])["libcoreclr.so", "libhostfxr.so", "libhostpolicy.so", "System.Private.CoreLib.dll", "Microsoft.AspNetCore.dll"], file => Assert.True(File.Exists(Path.Combine(_folder, file)), file));
    }

    [Theory]
    [InlineData("OpsTrails.Functions.dll")]
    [InlineData("OpsTrails.Core.dll")]
    [InlineData("ModelContextProtocol.Core.dll")]
    [InlineData("Azure.Data.Tables.dll")]
    public void What_it_runs_is_compiled_ahead(string assembly)
    {
        using var file = File.OpenRead(Path.Combine(_folder, assembly));
        using var reader = new PEReader(file);

        Assert.True(reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    [Fact]
    public void Nothing_of_the_developers_machine_is_in_it()
    {
        var files = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).ToList();

        Assert.DoesNotContain(files, file => Path.GetFileName(file) is "local.settings.json" or "packages.lock.json" or "web.config" or "launchSettings.json" or "appsettings.Development.json");
        Assert.DoesNotContain(files, file => file.Contains(".opstrails", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal));
    }

    [Fact]
    public void The_console_that_was_built_is_in_it()
    {
        var built = Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "wwwroot");
        Assert.SkipUnless(Directory.Exists(built), "The console is not built here.");

        var published = Directory.EnumerateFiles(Path.Combine(_folder, "wwwroot"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(_folder, "wwwroot"), file));

        Assert.Equal(Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(built, file)).Order(), published.Order());
    }

    [Fact]
    public void The_zip_holds_the_folder_and_keeps_the_program_startable()
    {
        using var zip = ZipFile.OpenRead(package.Zip);

        var files = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file));
        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Equal(AnyoneMayRun, (zip.GetEntry(Path.GetFileName(_app.Executable))!.ExternalAttributes >> 16) & AnyoneMayRun);
    }

    [Fact]
    public void The_sample_of_local_settings_names_settings_that_there_are()
    {
        var sample = JsonElement.Parse(File.ReadAllText(Path.Combine(PublishedPackage.Repository, "local.settings.sample.json"))).GetProperty("Values");
        var settings = sample.EnumerateObject().Where(setting => setting.Name.StartsWith("OpsTrails__", StringComparison.Ordinal)).Select(setting => $"--{setting.Name.Replace("__", ":", StringComparison.Ordinal)}={setting.Value.GetString()}");

        using var app = OpsTrailsApp.Create([.. settings, "--urls=http://127.0.0.1:0"]);

        Assert.Equal("UseDevelopmentStorage=true", app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value.Storage);
        Assert.Equal("custom", sample.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
    }

    private static int ModeOf(string file) => OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(file);
}
