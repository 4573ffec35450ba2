using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Backup;

/// <summary>Records CloudEvents from lines of JSON as if they had been posted. A line that is refused is told and does not stop the others.</summary>
internal sealed class ImportRun(EventRecorder recorder, IOptions<OpsTrailsOptions> options, TimeProvider clock)
{
    private const int EventsAtOnce = 500;

    private readonly List<(long Line, EventDraft Draft)> _open = [];

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public long Recorded { get; private set; }

    public long Repeated { get; private set; }

    /// <summary>Lines of a backup that are no events.</summary>
    public long Skipped { get; private set; }

    public long Refused { get; private set; }

    /// <exception cref="BackupException">The store does not answer.</exception>
    public async Task RecordAsync(Stream lines, OrganizationId organization, TextWriter refusals, CancellationToken cancel)
    {
        var number = 0L;
        await foreach (var line in BackupReader.ReadLinesAsync(lines, cancel))
        {
            number++;
            var text = number == 1 && line.Span.StartsWith(ByteOrderMark) ? line[ByteOrderMark.Length..] : line;
            if (IsEmpty(text.Span))
                continue;
            var (draft, reason) = Read(text);
            if (reason is not null)
                await RefuseAsync(refusals, number, reason);
            else if (draft is not null)
                _open.Add((number, draft));
            if (_open.Count == EventsAtOnce)
                await SaveAsync(organization, refusals);
        }
        await SaveAsync(organization, refusals);
        await recorder.WhenIdleAsync();
    }

    /// <returns>The event; or why the line is refused; or neither, for a line that is passed over.</returns>
    private (EventDraft? Draft, string? Reason) Read(ReadOnlyMemory<byte> line)
    {
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
                    $"event: has {bytes} bytes, at most {options.Value.Limits.EventBytes} are allowed (OpsTrails:Limits:EventBytes)"
                );
            var faults = new ValidationErrors();
            return (EventParser.Parse(sent.RootElement, clock.GetUtcNow(), faults), faults.Any ? faults.ToString() : null);
        }
        catch (JsonException e)
        {
            return (null, "is no JSON: " + e.Message);
        }
    }

    private async Task SaveAsync(OrganizationId organization, TextWriter refusals)
    {
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
                    await RefuseAsync(refusals, line, "an event with this source and id is recorded with other content");
                    break;
                default:
                    throw new BackupException(
                        $"The store did not answer at line {line}, so events from there on may or may not be recorded. Run the import again: what is recorded is not recorded twice.",
                        outcome.Failure
                    );
            }
        }
        _open.Clear();
    }

    private Task RefuseAsync(TextWriter refusals, long line, string reason)
    {
        Refused++;
        return refusals.WriteLineAsync($"Line {line} is refused: {reason}");
    }

    /// <summary>The event without what the program adds to one that it gives away, in an answer, to a topic or in a backup.</summary>
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
