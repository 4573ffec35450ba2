using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.People;

public sealed class ProviderSignInTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private Browser _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(settings: _provider.Settings);
        _owner = await Browser.SignInAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_with_an_invitation_joins_in_its_role()
    {
        using var browser = new Browser(_app);

        var location = await browser.EnterAsync(await _owner.Client.InviteAsync("MEMBER"), "/grid?at=-1h#top");
        var session = await browser.Client.AskAsync("/api/v1/session");

        Assert.Equal("/grid?at=-1h#top", location);
        Assert.Equal(("Ada Lovelace", "MEMBER"), (session.Data.GetProperty("person").GetProperty("name").GetString(), session.Data.GetProperty("role").GetString()));
    }
}
