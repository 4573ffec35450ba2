using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Ledger;

[Layer(Layer.Store)]
public sealed class ClaimTests
{
    private const string Ten = "2025-01-15T10:00:00Z";
    private const string TenElsewhere = "Wed, 15 Jan 2025 12:00:00 +0200";
    private const string Eleven = "2025-01-15T11:00:00Z";

    [Theory]
    [InlineData("NOW", "NOW")]
    [InlineData("NOW", Ten)]
    [InlineData(Ten, "NOW")]
    [InlineData(Ten, Ten)]
    [InlineData(Ten, TenElsewhere)]
    public void The_same_content_at_no_other_given_time_is_the_same_event(string first, string again) =>
        Assert.Equal(ClaimVerdict.SameEvent, Claiming(again, "n2", minutesLater: 5).Against(Claiming(first, "n1")));

    [Theory]
    [InlineData(Ten, Eleven)]
    [InlineData(Eleven, TenElsewhere)]
    [InlineData(Ten, "2025-01-15T10:00:00.0000001Z")]
    public void Another_given_time_is_other_content(string first, string again) =>
        Assert.Equal(ClaimVerdict.OtherContent, Claiming(again, "n2").Against(Claiming(first, "n1")));

    // Under NOW the first took the very time that is now given: still the same event, and the other way round.
    [Fact]
    public void A_time_that_the_clock_gave_is_not_held_against_a_given_one() =>
        Assert.Equal(ClaimVerdict.SameEvent, Claiming("2025-01-15T12:00:00Z", "n2").Against(Claiming("NOW", "n1", minutesLater: 7)));

    [Theory]
    [InlineData("type")]
    [InlineData("subject")]
    [InlineData("version")]
    public void Another_member_is_other_content(string name) =>
        Assert.Equal(ClaimVerdict.OtherContent, Claiming("NOW", "n2", other: name).Against(Claiming("NOW", "n1")));

    [Theory]
    [InlineData("NOW", "NOW")]
    [InlineData(Ten, Eleven)]
    public void Our_own_nonce_is_our_own_earlier_try(string first, string again) =>
        Assert.Equal(ClaimVerdict.OwnEarlierTry, Claiming(again, "n1", minutesLater: 1).Against(Claiming(first, "n1")));

    [Fact]
    public void A_claim_holds_the_time_that_was_chosen() =>
        Assert.Equal((Timestamp.From(SentEvent.ReadAt.AddMinutes(5)), false), Chosen(Claiming("NOW", "n1", minutesLater: 5)));

    [Fact]
    public void A_claim_holds_the_time_that_was_given() =>
        Assert.Equal((Timestamp.From(SentEvent.ReadAt.AddHours(-2)), true), Chosen(Claiming(Ten, "n1")));

    [Theory]
    [InlineData("NOW", null)]
    [InlineData(Ten, "PROD 😀")]
    public void A_claim_comes_out_of_its_row_as_it_went_in(string time, string? subject)
    {
        var claim = Claiming(time, "n1") with { Subject = subject };

        Assert.Equal(claim, ClaimRow.Read(ClaimRow.Write(OrganizationId.Parse("acme"), claim)));
    }

    private static (Timestamp Time, bool Given) Chosen(Claim claim) => (claim.Time, claim.TimeWasGiven);

    private static Claim Claiming(string time, string nonce, int minutesLater = 0, string? other = null)
    {
        var sent = SentEvent.Smallest.WithText("id", "e-1").WithText("time", time);
        var draft = (other is null ? sent : sent.WithText(other, "other")).Parse().Valid;
        var now = SentEvent.ReadAt.AddMinutes(minutesLater);
        return Claim.For(draft, RecordedEvent.From(draft, draft.Id!, draft.Time.At(now), Timestamp.From(now)), nonce);
    }
}
