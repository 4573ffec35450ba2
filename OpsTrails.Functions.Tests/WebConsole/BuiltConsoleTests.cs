using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The console as it was built with the program. Skips where there was no Node to build it.</summary>
public sealed partial class BuiltConsoleTests
{
    [Fact]
    public async Task Its_page_loads_files_of_this_site_alone_all_of_which_are_there_compressed()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")),
            "The console was not built: Node was missing, or SkipConsole set."
        );
        await using var app = await TestApp.StartAsync();

        var page = await app.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");
        var files = Source().Matches(page.Body).Select(match => match.Groups[1].Value).ToList();
        var answers = new List<(string File, int Status, string? Encoding)>();
        foreach (var file in files)
        {
            var answer = await app.Client.AskAsync(HttpMethod.Get, file, headers: "Accept-Encoding: br");
            answers.Add((file, answer.Status, answer.Header("content-encoding")));
        }

        Assert.Contains(
            files,
            file => file.StartsWith("/assets/", StringComparison.Ordinal) && file.EndsWith(".js", StringComparison.Ordinal)
        );
        Assert.All(files, file => Assert.Matches("^/[a-z]", file));
        Assert.Equal(files.Select(file => (file, 200, (string?)"br")), answers);
    }

    [Fact]
    public async Task Its_page_holds_no_script_or_style_of_its_own()
    {
        Assert.SkipUnless(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")),
            "The console was not built: Node was missing, or SkipConsole set."
        );
        await using var app = await TestApp.StartAsync();

        var page = await app.Client.AskAsync(HttpMethod.Get, "/", headers: "Accept: text/html");

        Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=|\sstyle=", page.Body);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"(?![^<]*</a>)")]
    private static partial Regex Source();
}
