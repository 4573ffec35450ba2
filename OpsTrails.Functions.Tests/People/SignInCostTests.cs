using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

/// <summary>Counted requests of the store.</summary>
public sealed class SignInCostTests : IAsyncLifetime
{
    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtPresent();
    private TestTeam _team = null!;

    public async ValueTask InitializeAsync() =>
        _team = await TestTeam.StartAsync(
            null,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            }
        );

    public ValueTask DisposeAsync() => _team.DisposeAsync();

    [Fact]
    public async Task Signing_in_by_a_link_costs_four()
    {
        var token = await _team.App.SignInTokenAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var before = People();
        using var browser = new Browser(_team.App);

        await browser.SignInAsync(token);

        Assert.Equal((1, 1, 2), Since(before));
    }

    [Fact]
    public async Task Coming_back_from_the_provider_costs_a_member_four()
    {
        using var ada = await _team.JoinAsync("MEMBER", "ada");
        using var again = new Browser(_team.App);
        var callback = await again.ApproveAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var before = People();

        await again.Client.AskAsync(callback.PathAndQuery);

        Assert.Equal((2, 1, 1), Since(before));
    }

    [Fact]
    public async Task Accepting_an_invitation_costs_four()
    {
        var invitation = await _team.Owner.Client.InviteAsync();
        using var ada = new Browser(_team.App);
        var callback = await ada.ApproveAsync(invitation);
        var before = People();

        await ada.Client.AskAsync(callback.PathAndQuery);

        Assert.Equal((2, 0, 2), Since(before));
    }

    [Fact]
    public async Task The_way_to_the_provider_costs_none()
    {
        var before = People();
        using var browser = new Browser(_team.App);

        await browser.BeginAsync();

        Assert.Equal((0, 0, 0), Since(before));
    }

    [Fact]
    public async Task A_request_by_cookie_costs_none_while_the_person_is_remembered()
    {
        var before = People();

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, await _team.Owner.StatusAsync());

        Assert.Equal((0, 0, 0), Since(before));
    }

    private (int Reads, int Queries, int Writes) People() =>
        (_tap.Begun("people", "read"), _tap.Begun("people", "query"), _tap.Begun("people", "write"));

    private (int Reads, int Queries, int Writes) Since((int Reads, int Queries, int Writes) before) =>
        (People().Reads - before.Reads, People().Queries - before.Queries, People().Writes - before.Writes);
}
