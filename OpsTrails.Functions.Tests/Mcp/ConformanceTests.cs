using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Tests.Mcp.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>
/// The protocol's own suite against the whole program: what each revision of the protocol requires of a server, frozen at its release.
/// </summary>
public sealed class ConformanceTests
{
    private const string Suite = "node_modules/@modelcontextprotocol/conformance/dist/index.js";

    [Theory]
    [InlineData("2026-07-28", null)]
    [InlineData("2025-11-25", "../expected-failures-2025-11-25.yml")]
    public async Task The_endpoint_does_what_the_revision_requires(string revision, string? expectedFailures)
    {
        var key = new SentKey();
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            ConformanceFixtures.AddTo(builder);
            builder.Services.AddSingleton<IStartupFilter>(key);
        });
        key.Value = await app.CreateKeyAsync();
        string[] baseline = expectedFailures is null ? [] : ["--expected-failures", expectedFailures];

        var outcome = await McpClients.RunAsync(
            Suite,
            ["server", "--url", new Uri(app.Client.BaseAddress!, McpClients.Path).ToString(), "--requirements", revision, .. baseline]
        );

        Assert.True(outcome.ExitCode == 0, outcome.Told("The conformance suite for " + revision));
    }

    /// <summary>
    /// Puts a key into requests for the endpoint that bring none, before the program sees them: the suite has no way to send one. There
    /// is no proxy between the two, because the suite checks streams and the headers Host and Origin.
    /// </summary>
    private sealed class SentKey : IStartupFilter
    {
        public string? Value { get; set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, go) =>
                    {
                        if (
                            context.Request.Path == McpClients.Path
                            && Value is not null
                            && context.Request.Headers.Authorization.Count == 0
                        )
                            context.Request.Headers.Authorization = "Bearer " + Value;
                        return go();
                    }
                );
                next(app);
            };
    }
}
