using System.Runtime.CompilerServices;

namespace OpsTrails.Core.Tests.Meaning;

public sealed class MeaningPageTests
{
    private const string Write = "OPSTRAILS_WRITE_MEANING";

    /// <summary>
    /// <c>OPSTRAILS_WRITE_MEANING=1 dotnet run --project OpsTrails.Core.Tests -- --filter-class "*MeaningPageTests"</c> renews the page.
    /// </summary>
    [Fact]
    public void The_page_lists_the_words_and_examples()
    {
        var (file, page) = (Path.Combine(FolderOfTests(), "..", "..", "docs", "reference", "meaning.md"), MeaningPage.Text());
        if (Environment.GetEnvironmentVariable(Write) == "1")
            File.WriteAllText(file, page);

        Assert.True(File.Exists(file), $"docs/reference/meaning.md is missing. Run this test with {Write}=1 to write it.");
        Assert.Equal(File.ReadAllText(file), page, ignoreLineEndingDifferences: true);
    }

    private static string FolderOfTests([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
