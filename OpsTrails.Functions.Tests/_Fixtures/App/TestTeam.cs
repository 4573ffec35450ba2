using Microsoft.AspNetCore.Builder;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A program whose people sign in at a provider, and its owner, who came by a link.</summary>
internal sealed class TestTeam : IAsyncDisposable
{
    private TestTeam(TestProvider provider, TestApp app, Browser owner) => (Provider, App, Owner) = (provider, app, owner);

    public TestProvider Provider { get; }

    public TestApp App { get; }

    public Browser Owner { get; }

    /// <inheritdoc cref="TestApp.StartAsync(string?, Action{WebApplicationBuilder}?, string[])"/>
    public static async Task<TestTeam> StartAsync(string? storage = null, Action<WebApplicationBuilder>? configure = null)
    {
        var provider = await TestProvider.StartAsync();
        var app = await TestApp.StartAsync(storage, configure, provider.Settings);
        return new TestTeam(provider, app, await Browser.SignInAsync(app));
    }

    /// <summary>A browser in which somebody has just joined in this role.</summary>
    public Task<Browser> JoinAsync(string role, string subject) => ProviderVisit.JoinAsync(App, Provider, Owner, role, subject);

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
