using System.Globalization;
using CsCheck;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Events;

public sealed class InstantTests
{
    private static readonly long Earliest = DateTime.UnixEpoch.Ticks;
    private static readonly long Latest = new DateTime(9999, 12, 30, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // Offsets of whole hours can have two digits.
    private static readonly Gen<(int Minutes, string Text)> Offset = Gen.OneOf(
        Gen.OneOf((0, "Z"), (0, "z"), (0, "-00:00")),
        Gen.Int[-14, 14].Select(hours => (hours * 60, $"{(hours < 0 ? '-' : '+')}{Math.Abs(hours):D2}")),
        Gen.Select(Gen.Int[-840, 840], Gen.OneOf("", ":"), (minutes, colon) => (minutes, Signed(minutes, colon)))
    );

    private static readonly Gen<(long Ticks, string Text)> Iso8601 = Gen.Select(
        Gen.Long[Earliest, Latest],
        Gen.Int[0, 30],
        Gen.OneOf("T", "t", " "),
        Offset,
        Gen.Bool,
        (any, digits, between, offset, withSeconds) =>
        {
            var ticks = Floor(any, !withSeconds ? TimeSpan.TicksPerMinute : (long)Math.Pow(10, 7 - Math.Min(digits, 7)));
            var local = new DateTime(ticks + offset.Minutes * TimeSpan.TicksPerMinute);
            var seconds = !withSeconds ? "" : local.ToString(":ss", CultureInfo.InvariantCulture) + Fraction(ticks, digits);
            return (ticks, local.ToString($"yyyy-MM-dd'{between}'HH:mm", CultureInfo.InvariantCulture) + seconds + offset.Text);
        }
    );

    private static readonly Gen<(long Ticks, string Text)> Rfc2822 = Gen.Select(
        Gen.Long[Earliest, Latest],
        Gen.OneOf("ddd, dd MMM", "ddd, d MMM", "dd MMM", "d MMM"),
        Gen.Bool,
        Gen.OneOf(
            Gen.Const((Minutes: 0, Text: "GMT")),
            Gen.Int[-840, 840].Select(minutes => (Minutes: minutes, Text: Signed(minutes, "")))
        ),
        (any, day, withSeconds, offset) =>
        {
            var ticks = Floor(any, withSeconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMinute);
            var local = new DateTime(ticks + offset.Minutes * TimeSpan.TicksPerMinute);
            return (
                ticks,
                local.ToString(day + (withSeconds ? " yyyy HH:mm:ss " : " yyyy HH:mm "), CultureInfo.InvariantCulture) + offset.Text
            );
        }
    );

    private static readonly Gen<(long Ticks, string Text)> Written = Gen.OneOf(Iso8601, Rfc2822);

    // Near misses, not only noise: most texts that resemble a time are invalid.
    private static readonly Gen<string> Anything = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["0123456789-:+TZtz ,.GMTJanWed"], 0, 40],
        Gen.Select(
            Written,
            Gen.Int[0, 60],
            Gen.Char,
            (written, at, other) =>
                written.Text[..Math.Min(at, written.Text.Length)] + other + written.Text[Math.Min(at + 1, written.Text.Length)..]
        )
    );

    [Fact]
    public void An_instant_written_in_any_accepted_form_is_read_as_that_instant() =>
        Written.Sample(
            written =>
            {
                var accepted = Instant.TryParse(written.Text, out var time, out var reason);

                Assert.Equal((true, null, written.Ticks), (accepted, reason, time.Ticks));
            },
            iter: 5_000
        );

    [Fact]
    public void An_instant_is_read_as_the_base_library_reads_it() =>
        Written.Sample(
            written =>
            {
                var known = DateTimeOffset.ParseExact(
                    AsTheBaseLibraryTakesIt(written.Text),
                    BaseLibraryFormats,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal
                );

                var accepted = Instant.TryParse(written.Text, out var time, out _);

                Assert.Equal((true, known.UtcTicks), (accepted, time.Ticks));
            },
            iter: 5_000
        );

    [Fact]
    public void Whatever_is_sent_is_an_instant_or_gets_a_reason() =>
        Anything.Sample(
            text =>
            {
                var accepted = Instant.TryParse(text, out var time, out var reason);

                Assert.Equal(accepted, reason is null);
                Assert.InRange(time.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
            },
            iter: 20_000
        );

    // Regression: such ticks became the expiry of a key, and listing it failed because no DateTime holds them.
    [Theory]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("9999-12-31T23:59:59.9999999-14:00")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("31 Dec 9999 23:59:59 -1400")]
    public void An_instant_that_its_offset_moves_out_of_the_calendar_is_refused(string text)
    {
        var accepted = Instant.TryParse(text, out _, out var reason);

        Assert.False(accepted);
        Assert.Contains("outside the years 1 to 9999", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z", 0)]
    [InlineData("9999-12-31T23:59:59.9999999Z", 3155378975999999999)]
    public void The_calendar_is_taken_from_its_first_moment_to_its_last(string text, long expected)
    {
        var accepted = Instant.TryParse(text, out var time, out _);

        Assert.Equal((true, expected), (accepted, time.Ticks));
    }

    [Theory]
    [InlineData("NOW")]
    [InlineData("soon")]
    [InlineData("2025-01-15")]
    [InlineData("1736951400")]
    public void The_reason_does_not_offer_NOW_where_an_instant_is_required(string text)
    {
        var accepted = Instant.TryParse(text, out _, out var reason);

        Assert.False(accepted);
        Assert.Contains("Send ISO 8601", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_quotes_the_value_cut_short_between_characters()
    {
        var accepted = Instant.TryParse(new string('x', 39) + "😀😀", out _, out var reason);

        Assert.False(accepted);
        Assert.StartsWith($"\"{new string('x', 39)}…\" is not a valid time", reason, StringComparison.Ordinal);
    }

    private static readonly string[] BaseLibraryFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mmzzz",
        "ddd, d MMM yyyy HH:mm:ss zzz",
        "ddd, d MMM yyyy HH:mm zzz",
        "d MMM yyyy HH:mm:ss zzz",
        "d MMM yyyy HH:mm zzz",
    ];

    /// <summary>Letters in upper case, offsets as hh:mm, at most seven decimals.</summary>
    private static string AsTheBaseLibraryTakesIt(string text)
    {
        if (text[4] != '-')
            return WithColon(text.Replace("GMT", "+00:00", StringComparison.Ordinal));

        var zoneAt = text.IndexOfAny(['Z', 'z', '+', '-'], 11);
        var (moment, zone) = (text[..zoneAt], text[zoneAt..]);
        if (moment.IndexOf('.', StringComparison.Ordinal) is > 0 and var point)
            moment = moment[..Math.Min(moment.Length, point + 8)];
        return $"{moment[..10]}T{moment[11..]}{(zone is "Z" or "z" ? "+00:00" : zone.Length == 3 ? zone + ":00" : WithColon(zone))}";
    }

    private static string WithColon(string offset) => offset[^3] == ':' ? offset : $"{offset[..^2]}:{offset[^2..]}";

    private static string Signed(int minutes, string colon) =>
        $"{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:D2}{colon}{Math.Abs(minutes) % 60:D2}";

    private static long Floor(long ticks, long step) => ticks / step * step;

    // Decimals past the seventh are cut off, so any will do.
    private static string Fraction(long ticks, int digits) =>
        digits == 0
            ? ""
            : "." + (ticks % TimeSpan.TicksPerSecond).ToString("D7", CultureInfo.InvariantCulture).PadRight(digits, '9')[..digits];
}
