using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Records CloudEvents from lines of JSON, as if posted to the API. A rejected line is reported and doesn't stop the others.
/// </summary>
internal sealed class ImportRun(EventRecorder recorder, SettingsStore settings, IOptions<OpsTrailsOptions> options, TimeProvider clock)
{
    private const int EventsAtOnce = 500;

    private readonly List<(long Line, EventDraft Draft)> _open = [];
    private TypeMeanings _types = TypeMeanings.None;
    private bool _isUnreadable;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public long Recorded { get; private set; }

    public long Repeated { get; private set; }

    /// <summary>Lines of a backup that aren't events.</summary>
    public long Skipped { get; private set; }

    public long Rejected { get; private set; }

    /// <exception cref="BackupException">The file is damaged, or the store does not answer.</exception>
    public async Task RecordAsync(string file, OrganizationId organization, TextWriter rejections, CancellationToken cancel)
    {
        _types = (await settings.GetAsync(organization, cancel)).Types;
        var damage = await BackupReader.FindDamageAsync(file, cancel);
        if (damage is { IsAnywhere: true })
            throw new BackupException(
                $"The file '{file}' is damaged: {damage.Reason} from line {damage.Line} on, and lines before it may be changed too. "
                    + "Nothing was recorded. Use another copy of the file."
            );
        try
        {
            await using var lines = BackupFile.Open(file);
            damage = await RecordUpToAsync(damage, lines, organization, rejections, cancel);
        }
        finally
        {
            await recorder.WhenIdleAsync();
        }
        if (damage is not null)
            throw new BackupException(
                $"The file '{file}' is damaged: {damage.Reason} at line {damage.Line}. Nothing from that line on was recorded. "
                    + $"Before it, {Recorded} events were recorded, {Repeated} were already recorded and {Rejected} were rejected. Import "
                    + "another copy of the file: an event with an id is not recorded twice."
            );
    }

    /// <returns>Where the file broke; null if it was read to its end.</returns>
    private async Task<FileDamage?> RecordUpToAsync(
        FileDamage? damage,
        Stream lines,
        OrganizationId organization,
        TextWriter rejections,
        CancellationToken cancel
    )
    {
        var number = 0L;
        await using var rest = BackupReader.ReadLinesAsync(lines, cancel).GetAsyncEnumerator(cancel);
        while (true)
        {
            try
            {
                if (!await rest.MoveNextAsync())
                    break;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or BackupException)
            {
                damage = new FileDamage(number + 1, e is InvalidDataException ? "it can't be decompressed" : e.Message.TrimEnd('.'), false);
                break;
            }
            var line = rest.Current;
            number++;
            if (number == damage?.Line)
                break;
            var text = number == 1 && line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
            if (IsEmpty(text.Span))
                continue;
            var (draft, reason) = Read(text);

            // In a damaged file, the first line that is no JSON is where the damage begins.
            if (damage is not null && _isUnreadable)
            {
                damage = damage with { Line = number };
                break;
            }
            if (reason is not null)
                await RejectAsync(rejections, number, reason);
            else if (draft is not null)
                _open.Add((number, draft));
            if (_open.Count == EventsAtOnce)
                await SaveAsync(organization, rejections);
        }
        await SaveAsync(organization, rejections);
        return damage;
    }

    /// <returns>The event, or the reason to reject the line, or neither for a line to skip.</returns>
    private (EventDraft? Draft, string? Reason) Read(ReadOnlyMemory<byte> line)
    {
        _isUnreadable = false;
        try
        {
            using var json = JsonDocument.Parse(line, BackupLines.Options);
            if (
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.GetString()!.StartsWith(BackupLines.Prefix, StringComparison.Ordinal)
            )
            {
                Skipped++;
                return (null, null);
            }
            using var sent = JsonDocument.Parse(AsSent(json.RootElement), BackupLines.Options);
            var bytes = sent.RootElement.GetRawText().Length;
            if (bytes > options.Value.Limits.EventBytes)
                return (
                    null,
                    $"The event has {bytes} bytes. The limit is {options.Value.Limits.EventBytes} (OpsTrails:Limits:EventBytes)."
                );
            var errors = new ValidationErrors();
            var draft = EventParser.Parse(sent.RootElement, clock.GetUtcNow(), errors, _types, options.Value.Limits.SubjectLength);
            return (draft, errors.Any ? errors.ToString() : null);
        }
        catch (JsonException e)
        {
            _isUnreadable = true;
            return (null, "Invalid JSON: " + e.Message);
        }
    }

    private async Task SaveAsync(OrganizationId organization, TextWriter rejections)
    {
        if (_open.Count == 0)
            return;
        var outcomes = await recorder.RecordAsync(organization, [.. _open.Select(open => open.Draft)]);
        foreach (var ((line, _), outcome) in _open.Zip(outcomes))
        {
            switch (outcome.Kind)
            {
                case RecordOutcomeKind.Recorded:
                    Recorded++;
                    break;
                case RecordOutcomeKind.Repeated:
                    Repeated++;
                    break;
                case RecordOutcomeKind.Conflict:
                    await RejectAsync(
                        rejections,
                        line,
                        outcome.Existing!.Deleted?.Refusal ?? "An event with this source and id is already recorded with different content."
                    );
                    break;
                default:
                    throw new BackupException(
                        $"The store did not answer at line {line}, so later events may not be recorded. Run the import again. It "
                            + "records no event twice.",
                        outcome.Failure
                    );
            }
        }
        _open.Clear();
    }

    private Task RejectAsync(TextWriter rejections, long line, string reason)
    {
        Rejected++;
        return rejections.WriteLineAsync($"Line {line} rejected: {PlainText.Of(reason)}");
    }

    /// <summary>The event without the members that the program adds in answers, topics and backups.</summary>
    private static ReadOnlyMemory<byte> AsSent(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return JsonText.OnOneLine(json);
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject().Where(member => !EventLine.IsAdded(member.Name)))
        {
            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(member.Value.GetRawText(), skipInputValidation: true);
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static bool IsEmpty(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8).IsEmpty;
}
