using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>The deployed files.</summary>
[Layer(Layer.Process)]
public sealed class PackageTests(PublishedPackage package) : IAsyncLifetime
{
    private string _folder = null!;
    private FunctionApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await package.PublishedAsync();
        _app = new FunctionApp(_folder);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void The_host_starts_it_with_its_own_dotnet_as_an_isolated_worker()
    {
        var description = _app.Worker;

        Assert.Equal(
            ("dotnet", "OpsTrails.Functions.dll", "dotnet-isolated"),
            (
                description.GetProperty("defaultExecutablePath").GetString(),
                description.GetProperty("defaultWorkerPath").GetString(),
                description.GetProperty("language").GetString()
            )
        );
        Assert.True(File.Exists(Path.Combine(_folder, "OpsTrails.Functions.dll")));
        Assert.False(_app.Host.TryGetProperty("customHandler", out _));
    }

    [Fact]
    public void Its_functions_are_one_for_every_path_and_method_and_the_timers()
    {
        var http = Assert.Single(_app.Functions, function => function.IsHttp).Trigger;
        var timers = _app
            .Functions.Where(function => function.IsTimer)
            .Select(function => (function.Name, function.Trigger.GetProperty("schedule").GetString()));

        Assert.Equal(
            ("{*path}", "Anonymous", ""),
            (http.GetProperty("route").GetString(), http.GetProperty("authLevel").GetString(), _app.RoutePrefix)
        );
        Assert.False(http.TryGetProperty("methods", out _), "The host answers a method that isn't listed with an empty 404.");
        Assert.Equal([("retention", "0 17 * * * *"), ("sweep", "0 * * * * *")], timers.Order());
    }

    [Fact]
    public void What_the_hosts_extensions_need_is_in_it()
    {
        var extensions = JsonElement.Parse(File.ReadAllText(Path.Combine(_folder, "extensions.json"))).GetProperty("extensions");

        Assert.All(
            extensions.EnumerateArray(),
            extension => Assert.True(File.Exists(Path.Combine(_folder, extension.GetProperty("hintPath").GetString()!)))
        );
        Assert.NotEqual(0, extensions.GetArrayLength());
    }

    [Fact]
    public void Functions_have_more_time_than_their_work_and_a_stream_may_take()
    {
        Assert.Equal(FunctionsHost.Timeout, _app.Timeout);
        Assert.True(TimerRuns.MaxTime < _app.Timeout);
        Assert.True(new LiveOptions().StreamLifetime < FunctionsHost.Timeout - TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_refusal_to_start_reaches_the_hosts_log()
    {
        var levels = _app.Host.GetProperty("logging").GetProperty("logLevel");

        Assert.Equal(
            ("Warning", "Information"),
            (levels.GetProperty("default").GetString(), levels.GetProperty("Host.Function.Console").GetString())
        );
    }

    [Fact]
    public void It_brings_no_runtime()
    {
        Assert.False(File.Exists(Path.Combine(_folder, "libcoreclr.so")));
        Assert.Contains(
            "Microsoft.AspNetCore.App",
            File.ReadAllText(Path.Combine(_folder, "OpsTrails.Functions.runtimeconfig.json")),
            StringComparison.Ordinal
        );
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
        var files = Directory
            .EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder, file))
            .ToList();

        Assert.DoesNotContain(
            files,
            file =>
                Path.GetFileName(file)
                    is "local.settings.json"
                        or "packages.lock.json"
                        or "web.config"
                        or "launchSettings.json"
                        or "appsettings.Development.json"
        );
        Assert.DoesNotContain(
            files,
            file => file.Contains(".opstrails", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_console_that_was_built_is_in_it()
    {
        var built = Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "wwwroot");
        Assert.SkipUnless(Directory.Exists(built), "The console is not built here.");

        var published = Directory
            .EnumerateFiles(Path.Combine(_folder, "wwwroot"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(_folder, "wwwroot"), file));

        Assert.Equal(
            Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(built, file)).Order(),
            published.Order()
        );
    }

    [Fact]
    public void The_zip_holds_the_folder_and_the_hidden_one_in_it()
    {
        using var zip = ZipFile.OpenRead(package.Zip);

        var files = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file));
        Assert.Equal(files.Order(StringComparer.Ordinal), zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        Assert.Contains(zip.Entries, entry => entry.FullName.StartsWith(".azurefunctions/", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_of_local_settings_names_settings_that_there_are()
    {
        var sample = JsonElement
            .Parse(File.ReadAllText(Path.Combine(PublishedPackage.Repository, "local.settings.sample.json")))
            .GetProperty("Values");
        var settings = sample
            .EnumerateObject()
            .Where(setting => setting.Name.StartsWith("OpsTrails__", StringComparison.Ordinal))
            .Select(setting => $"--{setting.Name.Replace("__", ":", StringComparison.Ordinal)}={setting.Value.GetString()}");

        using var app = OpsTrailsApp.Create([.. settings, "--urls=http://127.0.0.1:0"]);

        Assert.Equal("UseDevelopmentStorage=true", app.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value.Storage);
        Assert.Equal("dotnet-isolated", sample.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
    }
}
