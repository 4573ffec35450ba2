using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.People;

/// <summary>Counted requests of the store.</summary>
public sealed class SignInCostTests : IAsyncLifetime
{
    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtPresent();
    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private Browser _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await TestApp.StartAsync(null, builder => { _tap.AddTo(builder); _clock.AddTo(builder); }, _provider.Settings);
        _owner = await Browser.SignInAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Signing_in_by_a_link_costs_four()
    {
        var token = await _app.SignInTokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var before = People();
        using var browser = new Browser(_app);

        await browser.SignInAsync(token);

        Assert.Equal((1, 1, 2), Since(before));
    }

    [Fact]
    public async Task Coming_back_from_the_provider_costs_a_member_four()
    {
        using var ada = await ProviderVisit.JoinAsync(_app, _provider, _owner, "MEMBER", "ada");
        using var again = new Browser(_app);
        var callback = await again.ApproveAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var before = People();

        await again.Client.AskAsync(callback.PathAndQuery);

        Assert.Equal((2, 1, 1), Since(before));
    }

    [Fact]
    public async Task Accepting_an_invitation_costs_four()
    {
        var invitation = await _owner.Client.InviteAsync();
        using var ada = new Browser(_app);
        var callback = await ada.ApproveAsync(invitation);
        var before = People();

        await ada.Client.AskAsync(callback.PathAndQuery);

        Assert.Equal((2, 0, 2), Since(before));
    }

    [Fact]
    public async Task The_way_to_the_provider_costs_none()
    {
        var before = People();
        using var browser = new Browser(_app);

        await browser.BeginAsync();

        Assert.Equal((0, 0, 0), Since(before));
    }

    [Fact]
    public async Task A_request_by_cookie_costs_none_while_the_person_is_remembered()
    {
        var before = People();

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, await _owner.StatusAsync());

        Assert.Equal((0, 0, 0), Since(before));
    }

    private (int Reads, int Queries, int Writes) People() => (_tap.Begun("people", "read"), _tap.Begun("people", "query"), _tap.Begun("people", "write"));

    private (int Reads, int Queries, int Writes) Since((int Reads, int Queries, int Writes) before) =>
        (People().Reads - before.Reads, People().Queries - before.Queries, People().Writes - before.Writes);
}
