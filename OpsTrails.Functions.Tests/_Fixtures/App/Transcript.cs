using System.Globalization;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// A question answered by tool calls alone, with what an assistant gets to see: some clients show it the structured form, others the text.
/// Kept in <c>transcripts</c>; <c>OPSTRAILS_WRITE_TRANSCRIPTS=1 dotnet test --project OpsTrails.Functions.Tests -- --filter-namespace
/// "*Mcp"</c> renews them.
/// </summary>
internal sealed class Transcript(string question, Assistant assistant)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<(string Tool, string Arguments, ToolAnswer Answer)> _calls = [];

    public async Task<ToolAnswer> CallAsync(string tool, string arguments = "{}")
    {
        var answer = await assistant.CallAsync(tool, arguments);
        Assert.False(answer.IsError, answer.Text);
        _calls.Add((tool, arguments, answer));
        return answer;
    }

    /// <summary>Compares with the transcript that is kept under this name.</summary>
    public async Task KeepAsync(string name)
    {
        var texts = _calls.SelectMany(call => new[] { call.Tool + call.Arguments, Minified(call.Answer), call.Answer.Text }).ToArray();
        var tokens = (await McpClients.CountTokensAsync(texts)).Chunk(3).ToList();
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            # {question}

            Asked on {McpDemo.Now:dddd, d MMMM yyyy, HH:mm} UTC of the demo month. {_calls.Count} calls: {tokens.Sum(call =>
                call[0]
            )} tokens asked, {tokens.Sum(call => call[1])} tokens answered as JSON or {tokens.Sum(call => call[2])} as text.


            """
        );
        foreach (var (call, counts) in _calls.Zip(tokens))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                ## {call.Tool}

                ```json
                {call.Arguments}
                ```

                As JSON, {counts[1]} tokens:

                ```json
                {Minified(call.Answer)}
                ```

                As text, {counts[2]} tokens:

                ```text
                {call.Answer.Text}
                ```


                """
            );
        }
        await KeptFile.CompareAsync(Path.Combine("Mcp", "transcripts", name), text.ToString().TrimEnd('\n') + "\n");
    }

    private static string Minified(ToolAnswer answer) => JsonSerializer.Serialize(answer.Json, Plain);
}

/// <summary>A file in the source tree with the expected output of a test. A variable renews it.</summary>
internal static class KeptFile
{
    private const string Write = "OPSTRAILS_WRITE_TRANSCRIPTS";

    public static async Task CompareAsync(string path, string text)
    {
        var file = Path.Combine(NodePackages.ProjectFolder, path);
        if (Environment.GetEnvironmentVariable(Write) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }
        Assert.True(File.Exists(file), $"{path} is missing; set {Write}=1 to write it.");
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text, ignoreLineEndingDifferences: true);
    }
}
