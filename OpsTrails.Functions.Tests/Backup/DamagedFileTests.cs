using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>Full disks, damaged files and odd lines end a command with one sentence, and leave nothing half done.</summary>
[Layer(Layer.Process)]
public sealed class DamagedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Storage => Path.Combine(_folder.Path, "store");

    public void Dispose() => _folder.Dispose();

    private string FileOf(string name) => Path.Combine(_folder.Path, name);

    [Theory]
    [InlineData("b.jsonl")]
    [InlineData("b.jsonl.gz")]
    public async Task A_backup_onto_a_full_disk_leaves_no_file_and_says_so_in_a_sentence(string name)
    {
        using var disk = SmallDisk.OfMegabytes(1);
        await using (var app = await TestApp.StartAsync(Storage, settings: RetainingApp.NoSweep))
        {
            using var client = await app.ClientWithKeyAsync();
            for (var i = 0; i < 60; i++)
                await client.RecordAsync(
                    AnEvent.Json($"e{i}", data: $$"""{"k":"{{Convert.ToHexString(RandomNumberGenerator.GetBytes(20_000))}}"}""")
                );
        }
        var target = Path.Combine(disk.Path, name);

        await using var program = Run("backup", "--to", target);

        Assert.Equal(1, await program.ExitAsync());
        Assert.StartsWith($"The file '{target}' can't be written: No space left on device", program.Error, StringComparison.Ordinal);
        Assert.Single(program.Error.Trim().Split('\n'));
        Assert.Empty(Directory.GetFiles(disk.Path));
    }

    [Fact]
    public async Task Of_a_compressed_file_that_is_cut_off_the_lines_before_are_recorded_and_the_line_is_named()
    {
        var (file, ids) = await WriteCompressedAsync(3_000);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);

        var (error, recorded) = await ImportDamagedAsync(file);

        var line = NumberAfter(error, "is damaged: it is cut off at line ");
        Assert.InRange(line, 1_000, 2_000);
        Assert.Contains($"Before it, {line - 1} events were recorded", error, StringComparison.Ordinal);
        Assert.Equal(ids.Take(line - 1).Order(StringComparer.Ordinal), recorded.Order(StringComparer.Ordinal));

        // Another copy of the file is safe to import.
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        await using var again = Run("import", "--from", file);
        Assert.Equal(0, await again.ExitAsync());
        Assert.StartsWith($"Recorded {3_000 - line + 1} events. Already recorded: {line - 1}.", again.Output, StringComparison.Ordinal);
    }

    // Damage in a compressed file may change text that is read without an error. Only the checksum at its end tells.
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task Of_a_compressed_file_with_a_changed_bit_no_changed_event_is_recorded(double at)
    {
        var (file, _) = await WriteCompressedAsync(3_000);
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[(int)(bytes.Length * at)] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var (error, recorded) = await ImportDamagedAsync(file);

        Assert.Matches("is damaged: .* line [0-9]+", error);
        Assert.All(recorded, id => Assert.Matches("^e[0-9]{4}-[0-9A-F]{16}$", id));
        if (error.Contains("Nothing was recorded", StringComparison.Ordinal))
            Assert.Empty(recorded);
    }

    [Fact]
    public async Task Compressed_files_one_after_another_are_whole()
    {
        var (one, _) = await WriteCompressedAsync(5, "one.gz");
        var (two, _) = await WriteCompressedAsync(7, "two.gz");
        var cancel = TestContext.Current.CancellationToken;
        byte[] both = [.. await File.ReadAllBytesAsync(one, cancel), .. await File.ReadAllBytesAsync(two, cancel)];
        await File.WriteAllBytesAsync(FileOf("both.gz"), both, cancel);

        await using var program = Run("import", "--from", FileOf("both.gz"));

        Assert.True(await program.ExitAsync() == 0, program.Told("The import failed."));
        Assert.StartsWith("Recorded 12 events.", program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"table":"leases","partition":"p","row":"r","properties":{}}""", "\"leases\"")]
    [InlineData("""{"table":"protection","partition":"p","row":"r","properties":{}}""", "\"protection\"")]
    [InlineData("""{"table":"timeline","partition":"p","row":"r","properties":{}}""", "\"timeline\"")]
    [InlineData("""{"table":"made-up","partition":"p","row":"r","properties":{}}""", "\"made-up\"")]
    [InlineData("""{"table":"keys","partition":null,"row":"r","properties":{}}""", "\"partition\"")]
    [InlineData("""{"table":"keys","partition":"p","properties":{}}""", "\"row\"")]
    [InlineData("""{"table":"keys","partition":"a/b","row":"r","properties":{}}""", "U+002F")]
    [InlineData("""{"table":"keys","partition":"p","row":"r","properties":{"N":1.5}}""", "neither a text, a whole number nor bytes")]
    [InlineData("""{"table":"keys","partition":"p","row":"r","properties":{"N":true}}""", "neither a text, a whole number nor bytes")]
    [InlineData("""{"table":"keys","partition":"p","row":"r","properties":{"N":{"base64":"?"}}}""", "")]
    [InlineData("""{"table":"keys","partition":"p","row":"r","properties":{"Timestamp":"x"}}""", "Timestamp")]
    [InlineData("""{"table":"keys","partition":"p","row":"r"}""", "")]
    [InlineData("""{"table":"ledger","partition":"No Organization","row":"x","properties":{}}""", "organization id")]
    [InlineData("""{"table":"ledger","partition":"oabcdefgh","row":"s~x","properties":{}}""", "")]
    [InlineData("null", "")]
    public async Task A_restore_names_the_line_of_an_odd_row_and_restores_nothing(string data, string named)
    {
        var file = await WriteBackupWithAsync(data);

        await using var program = Run("restore", "--from", file);

        Assert.True(await program.ExitAsync() == 1, program.Told("The restore succeeded."));
        Assert.StartsWith("Line 3 of the backup is invalid: ", program.Error, StringComparison.Ordinal);
        Assert.Contains(named, program.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was restored", program.Error, StringComparison.Ordinal);

        // The store is as empty as before: a program starts on it.
        await using var app = await TestApp.StartAsync(Storage);
    }

    /// <summary>A backup with a row as its third line, and the trailer that belongs to it.</summary>
    private async Task<string> WriteBackupWithAsync(string data)
    {
        await using (var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep))
            await app.BackUpAsync(FileOf("good.jsonl"));
        var lines = (await Backups.LinesAsync(FileOf("good.jsonl"))).ToList();
        lines.Insert(2, """{"specversion":"1.0","id":"odd","source":"x","type":"opstrails.backup.row","data":""" + data + "}");
        var trailer = JsonNode.Parse(lines[^1])!;
        lines.RemoveAt(lines.Count - 1);
        var text = string.Concat(lines.Select(line => line + "\n"));
        trailer["data"]!["lines"] = lines.Count;
        trailer["data"]!["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        await File.WriteAllTextAsync(FileOf("odd.jsonl"), text + trailer.ToJsonString() + "\n", TestContext.Current.CancellationToken);
        return FileOf("odd.jsonl");
    }

    private async Task<(string File, IReadOnlyList<string> Ids)> WriteCompressedAsync(int events, string name = "events.jsonl.gz")
    {
        var ids = Enumerable.Range(0, events).Select(i => $"e{i:0000}-{RandomNumberGenerator.GetHexString(16)}").ToList();
        await using var stream = new GZipStream(File.Create(FileOf(name)), CompressionLevel.Optimal);
        foreach (var id in ids)
            await stream.WriteAsync(Encoding.UTF8.GetBytes(AnEvent.Json(id).ReplaceLineEndings("") + "\n"));
        return (FileOf(name), ids);
    }

    private async Task<(string Error, IReadOnlyList<string> Recorded)> ImportDamagedAsync(string file)
    {
        string error;
        await using (var program = Run("import", "--from", file))
        {
            Assert.True(await program.ExitAsync() == 1, program.Told("The import succeeded."));
            error = program.Error;
        }
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        await using var app = await TestApp.StartAsync(Storage, settings: RetainingApp.NoSweep);
        await app.BackUpAsync(FileOf("recorded.jsonl"));
        var events = (await Backups.LinesAsync(FileOf("recorded.jsonl")))
            .Select(line => JsonNode.Parse(line)!)
            .Where(line => !((string)line["type"]!).StartsWith("opstrails.", StringComparison.Ordinal));
        return (error, [.. events.Select(e => (string)e["id"]!)]);
    }

    private static int NumberAfter(string text, string words)
    {
        Assert.Contains(words, text, StringComparison.Ordinal);
        var rest = text[(text.IndexOf(words, StringComparison.Ordinal) + words.Length)..];
        return int.Parse(rest[..rest.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }

    private OpsTrailsProcess Run(params string[] args) => OpsTrailsProcess.Run([.. args, "--OpsTrails:Storage=" + Storage]);
}
