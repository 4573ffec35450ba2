using CsCheck;
using OpsTrails.Core.Keys;

namespace OpsTrails.Core.Tests.Keys;

public sealed class ApiKeyTests
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Gen<string> Revealed = Gen.Const(() => ApiKey.New().Reveal());

    [Fact]
    public void A_key_has_52_characters_of_its_alphabet() =>
        Revealed.Sample(key => Assert.Matches("^ot_[0-9A-Za-z]{49}$", key), iter: 1_000);

    [Fact]
    public void A_key_is_read_back_as_the_same() =>
        Revealed.Sample(key =>
        {
            var valid = ApiKey.TryParse(key, out var parsed);

            Assert.Equal((true, key), (valid, parsed?.Reveal()));
        });

    [Fact]
    public void Keys_are_all_different() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => ApiKey.New().Hash).Distinct().Count());

    [Fact]
    public void Both_prefixes_name_the_same_key() =>
        Revealed.Sample(key =>
        {
            var valid = ApiKey.TryParse(key, out var one) & ApiKey.TryParse("otr_" + key[3..], out var other);

            Assert.True(valid);
            Assert.Equal(one!.Hash, other!.Hash);
        });

    [Fact]
    public void A_key_with_any_one_character_changed_is_none() =>
        Gen.Select(Revealed, Gen.Int[3, 51], Gen.Char[Alphabet])
            .Where((key, at, other) => key[at] != other)
            .Sample((key, at, other) => Assert.False(ApiKey.TryParse(key[..at] + other + key[(at + 1)..], out _)), iter: 5_000);

    [Fact]
    public void A_key_with_any_two_characters_swapped_is_none() =>
        Gen.Select(Revealed, Gen.Int[3, 51], Gen.Int[3, 51])
            .Where((key, one, other) => key[one] != key[other])
            .Sample(
                (key, one, other) =>
                {
                    var characters = key.ToCharArray();
                    (characters[one], characters[other]) = (characters[other], characters[one]);

                    Assert.False(ApiKey.TryParse(new string(characters), out _));
                },
                iter: 5_000
            );

    [Fact]
    public void A_key_with_a_character_more_or_less_is_none() =>
        Revealed.Sample(key =>
            Assert.All(
                (string[])[key[..^1], key + "0", key[1..], "0" + key, key.Insert(3, "0"), key.Remove(3, 1)],
                text => Assert.False(ApiKey.TryParse(text, out _))
            )
        );

    [Fact]
    public void A_prefix_in_any_other_form_is_none() =>
        Revealed.Sample(key =>
            Assert.All(
                (string[])["", "ot-", "OT_", "Otr_", "otr", "ots_", "ot_ot_", " ot_"],
                prefix => Assert.False(ApiKey.TryParse(prefix + key[3..], out _))
            )
        );

    [Fact]
    public void Any_text_is_a_key_or_none() =>
        Gen.String.Sample(text => Assert.False(ApiKey.TryParse(text, out _) | ApiKey.TryParse("ot_" + text, out _)), iter: 1_000);

    [Theory]
    [InlineData("٣")]
    [InlineData("é")]
    [InlineData("_")]
    [InlineData("\n")]
    public void Characters_of_other_alphabets_are_refused(string character) =>
        Revealed.Sample(key => Assert.False(ApiKey.TryParse(key[..^1] + character, out _)), iter: 10);

    [Fact]
    public void As_text_a_key_shows_its_first_characters_only() =>
        Revealed.Sample(key =>
        {
            _ = ApiKey.TryParse(key, out var parsed);

            Assert.Equal((key[..9] + "…", key[..9]), ($"{parsed}", parsed!.Displayed));
        });

    [Fact]
    public void The_hash_tells_nothing_of_the_key() =>
        Revealed.Sample(key =>
        {
            _ = ApiKey.TryParse(key, out var parsed);

            Assert.Matches("^[0-9a-f]{64}$", parsed!.Hash);
        });

    // An issued key must stay valid whatever changes in the code. This one consists of the bytes 0 to 31, and opens nothing.
    [Fact]
    public void A_key_of_the_first_version_is_still_known()
    {
        var valid = ApiKey.TryParse("ot_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf3Tnc1U", out var key);

        Assert.Equal((true, "5f6acc4eae891561d83c03918134a8989d8cec7b0c25fc141c25aa8d72ab3b08"), (valid, key?.Hash));
    }
}
