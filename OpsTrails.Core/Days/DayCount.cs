using System.Runtime.InteropServices;
using System.Text;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Days;

/// <summary>The counts of one environment on one UTC day.</summary>
public sealed class DayCount
{
    /// <summary>In bytes. A day that needs more keeps less detail: see <see cref="Write"/>.</summary>
    public const int MaxBytes = 24 * 1024;

    /// <summary>How many systems and types keep their names on a day with too many.</summary>
    private const int NamesKept = 30;

    private const byte Format = 1;

    private readonly Dictionary<DayEntry, int> _counts = [];

    public IReadOnlyDictionary<DayEntry, int> Counts => _counts;

    public void Add(DayEntry entry, int count = 1) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, entry, out _) += count;

    /// <summary>
    /// The counts in bytes. Where they take more than <paramref name="maxBytes"/>, first the rarer systems become one, then the rarer types
    /// of a kind; then only hours are told apart, and last no systems.
    /// </summary>
    public byte[] Write(TypeMeanings types, int maxBytes = MaxBytes)
    {
        var counts = this;
        var written = counts.WriteAll();
        for (var step = 0; written.Length > maxBytes && step < 4; step++)
        {
            counts = step switch
            {
                0 => counts.WithOtherSystems(NamesKept),
                1 => counts.WithOtherTypes(types),
                2 => counts.Map(entry => entry with { Quarter = entry.Quarter / 4 * 4 }),
                _ => counts.Map(entry => entry with { Source = null }),
            };
            written = counts.WriteAll();
        }
        return written;
    }

    /// <exception cref="InvalidDataException">The bytes are not from <see cref="Write"/>.</exception>
    public static DayCount Read(byte[] bytes)
    {
        var count = new DayCount();
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            if (reader.ReadByte() is var format && format != Format)
                throw new InvalidDataException($"The counts of a day have the unknown format {format}.");
            var names = new string?[reader.Read7BitEncodedInt() + 1];
            for (var i = 1; i < names.Length; i++)
                names[i] = reader.ReadString();
            var entries = reader.Read7BitEncodedInt();
            for (var i = 0; i < entries; i++)
            {
                var entry = new DayEntry(
                    reader.ReadByte(),
                    names[reader.Read7BitEncodedInt()] ?? "",
                    reader.ReadByte() is > 0 and var phase ? (EventPhase)(phase - 1) : null,
                    (EventOutcome)reader.ReadByte(),
                    names[reader.Read7BitEncodedInt()],
                    names[reader.Read7BitEncodedInt()]
                );
                count.Add(entry, reader.Read7BitEncodedInt());
            }
            return count;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The counts of a day are damaged.", e);
        }
    }

    private byte[] WriteAll()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = _counts
            .OrderBy(pair => pair.Key.Quarter)
            .ThenBy(pair => pair.Key.Type, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Source, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Severity, StringComparer.Ordinal)
            .ThenBy(pair => (pair.Key.Phase, pair.Key.Outcome))
            .ToList();
        foreach (var (entry, _) in entries)
        {
            foreach (var name in (string?[])[entry.Type, entry.Severity, entry.Source])
            {
                if (name is not null)
                    names.TryAdd(name, names.Count + 1);
            }
        }

        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Format);
        writer.Write7BitEncodedInt(names.Count);
        foreach (var (name, _) in names.OrderBy(pair => pair.Value))
            writer.Write(name);
        writer.Write7BitEncodedInt(entries.Count);
        foreach (var (entry, count) in entries)
        {
            writer.Write((byte)entry.Quarter);
            writer.Write7BitEncodedInt(names[entry.Type]);
            writer.Write((byte)(entry.Phase is { } phase ? (int)phase + 1 : 0));
            writer.Write((byte)entry.Outcome);
            writer.Write7BitEncodedInt(entry.Severity is { } severity ? names[severity] : 0);
            writer.Write7BitEncodedInt(entry.Source is { } source ? names[source] : 0);
            writer.Write7BitEncodedInt(count);
        }
        writer.Flush();
        return bytes.ToArray();
    }

    private DayCount WithOtherSystems(int kept)
    {
        var named = MostFrequent(entry => entry.Source, kept);
        return Map(entry => entry.Source is { } source && !named.Contains(source) ? entry with { Source = null } : entry);
    }

    private DayCount WithOtherTypes(TypeMeanings types)
    {
        var named = MostFrequent(entry => entry.Type, NamesKept);
        return Map(entry =>
            named.Contains(entry.Type) ? entry : entry with { Type = DayEntry.OtherTypes(DayEntry.KindOf(entry.Type, types)) }
        );
    }

    private HashSet<string> MostFrequent(Func<DayEntry, string?> name, int kept) =>
        _counts
            .Where(pair => name(pair.Key) is not null)
            .GroupBy(pair => name(pair.Key)!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(pair => pair.Value))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(kept)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);

    private DayCount Map(Func<DayEntry, DayEntry> change)
    {
        var mapped = new DayCount();
        foreach (var (entry, count) in _counts)
            mapped.Add(change(entry), count);
        return mapped;
    }
}
