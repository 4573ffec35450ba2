using System.Text;
using CsCheck;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Storage;

[Layer(Layer.Store)]
public sealed class KeyTextTests
{
    // Few characters, the ones with a meaning among them, so that what could be taken for something else often is there.
    private static readonly Gen<string> Nasty = Gen.OneOf("=", "~", "e", "h", "3", "D", "7", "E", "é", "/", " ", "=e", "=h", "=3D")
        .Array[0, 6]
        .Select(string.Concat);

    private static readonly Gen<string> Long = Gen.Select(
        Gen.OneOf("a", "=", "é", "😀"),
        Gen.Int[40, 200],
        Nasty,
        (character, times, end) => string.Concat(Enumerable.Repeat(character, times)) + end
    );

    private static readonly Gen<string> Text = Gen.OneOf(Nasty, Long, EventGens.Text);

    private static readonly Gen<long> Ticks = Gen.OneOf(
        Gen.Long[0, DateTime.MaxValue.Ticks],
        Gen.OneOf(0L, 1L, DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - 1, DateTime.MaxValue.Ticks)
    );

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "=e")]
    [InlineData("=e", "=3De")]
    [InlineData("~", "=7E")]
    [InlineData("PROD-1.a_b", "PROD-1.a_b")]
    [InlineData("a b/c", "a=20b=2Fc")]
    [InlineData("é😀", "=C3=A9=F0=9F=98=80")]
    public void Whatever_a_key_cannot_hold_is_escaped(string? text, string part) => Assert.Equal(part, KeyText.Part(text));

    [Fact]
    public void A_part_that_is_no_hash_can_be_read_back() =>
        Text.Where(text => !IsHash(KeyText.Part(text))).Sample(text => Assert.Equal(text, Unescaped(KeyText.Part(text))), iter: 5_000);

    [Fact]
    public void Different_texts_give_different_parts() =>
        Gen.OneOf(Gen.Select(Nasty, Nasty), Gen.Select(Long, Long))
            .Sample((one, other) => Assert.Equal(one == other, KeyText.Part(one) == KeyText.Part(other)), iter: 20_000);

    [Fact]
    public void Long_texts_that_differ_at_their_end_only_give_different_parts() =>
        Gen.Select(Gen.OneOf("a", "é"), Gen.Int[191, 600])
            .Sample(
                (character, times) =>
                {
                    var text = string.Concat(Enumerable.Repeat(character, times));

                    Assert.Equal(3, new[] { text, text + "b", text + "c" }.Select(KeyText.Part).Distinct().Count());
                }
            );

    // "=h" and a hash sent as a text is not the text that has that hash.
    [Fact]
    public void A_text_that_looks_like_the_part_of_another_gives_a_part_of_its_own() =>
        Text.Sample(
            text => Assert.NotEqual(KeyText.Part(text), KeyText.Part(KeyText.Part(text) is var part && part == text ? "=" + part : part)),
            iter: 1_000
        );

    [Fact]
    public void Joined_parts_are_the_same_only_when_each_is() =>
        Gen.Select(Nasty, Nasty, Nasty, Nasty)
            .Sample(
                (a, b, c, d) =>
                    Assert.Equal(
                        (a, b) == (c, d),
                        KeyText.Join(KeyText.Part(a), KeyText.Part(b)) == KeyText.Join(KeyText.Part(c), KeyText.Part(d))
                    ),
                iter: 5_000
            );

    [Fact]
    public void A_part_holds_nothing_but_the_characters_of_keys() =>
        Text.Sample(text => Assert.Matches("^[A-Za-z0-9._=-]+$", KeyText.Part(text)), iter: 2_000);

    [Fact]
    public void A_part_is_never_longer_than_it_may_be() =>
        Text.Sample(text => Assert.InRange(KeyText.Part(text).Length, 1, KeyText.MaxPartLength), iter: 2_000);

    [Theory]
    [InlineData("a", 190, false)]
    [InlineData("a", 191, true)]
    [InlineData("/", 63, false)]
    [InlineData("/", 64, true)]
    public void A_hash_stands_for_a_text_only_when_its_part_would_be_too_long(string character, int times, bool hashed) =>
        Assert.Equal(hashed, IsHash(KeyText.Part(string.Concat(Enumerable.Repeat(character, times)))));

    [Fact]
    public void Ascending_keys_are_the_newest_first() =>
        Gen.Select(Ticks, Ticks)
            .Sample(
                (a, b) =>
                    Assert.Equal(
                        Math.Sign(b.CompareTo(a)),
                        Math.Sign(string.CompareOrdinal(KeyText.NewestFirst(a), KeyText.NewestFirst(b)))
                    ),
                iter: 5_000
            );

    [Fact]
    public void Ascending_keys_are_the_oldest_first() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Ticks)
            .Sample(
                (a, b) =>
                    Assert.Equal(
                        Math.Sign(a.CompareTo(b)),
                        Math.Sign(string.CompareOrdinal(KeyText.OldestFirst(a), KeyText.OldestFirst(b)))
                    ),
                iter: 5_000
            );

    [Fact]
    public void Ascending_days_are_the_newest_first() =>
        Gen.Select(Ticks, Ticks)
            .Sample(
                (a, b) =>
                    Assert.Equal(
                        Math.Sign((b / TimeSpan.TicksPerDay).CompareTo(a / TimeSpan.TicksPerDay)),
                        Math.Sign(string.CompareOrdinal(KeyText.DayNewestFirst(a), KeyText.DayNewestFirst(b)))
                    ),
                iter: 5_000
            );

    // Random moments hardly ever share a day.
    [Fact]
    public void A_day_has_one_key_from_its_first_moment_to_its_last() =>
        Gen.Select(Gen.Long[0, 3_652_058], Gen.Long[0, TimeSpan.TicksPerDay - 1])
            .Sample(
                (day, moment) =>
                    Assert.Equal(
                        KeyText.DayNewestFirst(day * TimeSpan.TicksPerDay),
                        KeyText.DayNewestFirst(day * TimeSpan.TicksPerDay + moment)
                    ),
                iter: 1_000
            );

    private static bool IsHash(string part) => part.StartsWith("=h", StringComparison.Ordinal);

    private static string Unescaped(string part)
    {
        if (part == "=e")
            return "";
        var bytes = new List<byte>();
        for (var i = 0; i < part.Length; i++)
        {
            bytes.Add(part[i] == '=' ? Convert.ToByte(part.Substring(i + 1, 2), 16) : (byte)part[i]);
            i += part[i] == '=' ? 2 : 0;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
