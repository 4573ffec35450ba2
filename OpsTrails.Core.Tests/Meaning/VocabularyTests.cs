using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class VocabularyTests
{
    [Fact]
    public void Each_word_is_there_once_in_lower_case()
    {
        Assert.Distinct(Vocabulary.All.Select(word => word.Text.Replace(" ", "", StringComparison.Ordinal)));
        Assert.All(Vocabulary.All, word => Assert.Equal(word.Text, string.Join(' ', Tokens.Of(word.Text))));
        Assert.All(Vocabulary.All, word => Assert.InRange(word.Text.Split(' ').Length, 1, 3));
    }

    [Fact]
    public void Each_word_means_something() => Assert.All(Vocabulary.All, word => Assert.NotEqual(new Word(word.Text), word));

    [Fact]
    public void Phrases_are_found_before_their_words_and_as_one_word()
    {
        Assert.Equal(["feature flag", "in progress"], Vocabulary.In("feature-flag.InProgress").Select(word => word.Text));
        Assert.Equal(["feature flag", "in progress"], Vocabulary.In("FEATUREFLAG inprogress").Select(word => word.Text));
    }

    [Theory]
    [InlineData("CIPipeline", "ci pipeline")]
    [InlineData("deploymentFinished", "deployment finished")]
    [InlineData("DEPLOYMENT_FINISHED", "deployment finished")]
    [InlineData("deploy2prod", "deploy prod")]
    [InlineData("a.b-c_d/e:f g", "a b c d e f g")]
    [InlineData("Übergabe", "übergabe")]
    [InlineData("..1.2", "")]
    public void A_text_is_split_into_words(string text, string words) => Assert.Equal(words, string.Join(' ', Tokens.Of(text)));

    [Fact]
    public void A_full_cache_starts_anew()
    {
        var (cache, made) = (new BoundedCache<int>(capacity: 3), 0);

        foreach (var key in (string[])["a", "a", "b", "c", "a", new('x', 200), new('x', 200)])
            cache.GetOrAdd(key, _ => ++made);

        Assert.Equal(6, made);
    }
}
