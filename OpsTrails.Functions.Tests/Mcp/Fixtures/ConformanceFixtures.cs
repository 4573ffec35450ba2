using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace OpsTrails.Functions.Tests.Mcp.Fixtures;

/// <summary>
/// What the conformance suite calls, beside the program's own tools and behind the same pipeline. The suite can judge a server only by
/// tools, prompts and resources whose names and answers it knows.
/// </summary>
internal static class ConformanceFixtures
{
    public static void AddTo(WebApplicationBuilder builder) =>
        builder
            .Services.AddMcpServer()
            .WithTools<FixtureTools>()
            .WithTools<InputFixtures>()
            .WithPrompts<FixturePrompts>()
            .WithPrompts<InputFixtures>()
            .WithResources<FixtureResources>()
            .WithCompleteHandler(
                (_, _) =>
                    ValueTask.FromResult(
                        new CompleteResult
                        {
                            Completion = new Completion
                            {
                                Values = ["test"],
                                Total = 1,
                                HasMore = false,
                            },
                        }
                    )
            );
}
