using System.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

[assembly: HostingStartup(typeof(ProgramUnderTest))]

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What a started program is given beyond what is shipped, from the outside (ASP.NET Core's hosting startup). Every host inside the test
/// process asks it too; neither variable is set there, and it does nothing.
/// </summary>
internal sealed class ProgramUnderTest : IHostingStartup
{
    /// <summary>When set, the program ends as soon as its standard input does: it never outlives the tests, however they end.</summary>
    public const string EndsWithInput = "OPSTRAILS_TEST_ENDS_WITH_INPUT";

    public void Configure(IWebHostBuilder builder)
    {
        if (Environment.GetEnvironmentVariable(EndsWithInput) is not null)
            new Thread(EndWithInput) { IsBackground = true }.Start();
        if (Environment.GetEnvironmentVariable(KillPoint.Variable) is { } at)
            builder.ConfigureServices(services =>
                services.AddSingleton(new TableStoreLayer(store => new KillingTableStore(store, KillPoint.Parse(at))))
            );
    }

    private static void EndWithInput()
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0) { }
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}
