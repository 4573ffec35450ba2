using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Names;

/// <summary>
/// How an organization reads the names of its environments and systems. Events keep the names as sent; everything that is counted,
/// compared or filtered goes by the canonical ones.
/// </summary>
public sealed class OrganizationNames
{
    private readonly Dictionary<string, Timestamp> _archivedSubjects;
    private readonly Dictionary<string, Timestamp> _archivedSources;

    public OrganizationNames(
        Aliases subjects,
        Aliases sources,
        IReadOnlyDictionary<string, IReadOnlyList<string>> groups,
        ArchivedNames archived
    )
    {
        (Subjects, Sources, Groups, Archived) = (subjects, sources, groups, archived);
        _archivedSubjects = Canonical(archived.Subjects, subjects);
        _archivedSources = Canonical(archived.Sources, sources);
        Digest = Aliases.DigestOf(subjects, sources);
    }

    public static OrganizationNames None { get; } =
        new(Aliases.None, Aliases.None, new Dictionary<string, IReadOnlyList<string>>(), ArchivedNames.None);

    public Aliases Subjects { get; }

    public Aliases Sources { get; }

    /// <summary>Groups of environments: each name with its members.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; }

    /// <summary>What was archived. An entry counts until an event is recorded after it.</summary>
    public ArchivedNames Archived { get; }

    /// <summary>What people read instead of names.</summary>
    public DisplayNames Display { get; init; } = DisplayNames.None;

    /// <summary>Distinguishes what was derived with other aliases. Empty without any.</summary>
    public string Digest { get; }

    public bool HasAliases => Subjects.Any || Sources.Any;

    public string? Subject(string? name) => name is null ? null : Subjects.CanonicalOf(name);

    public string Source(string name) => Sources.CanonicalOf(name);

    /// <summary>Every environment that a filter value stands for: the names that count as it, and the members of a group.</summary>
    public IEnumerable<string> SubjectsOf(string value) =>
        Groups.TryGetValue(value, out var members)
            ? members.Prepend(value).SelectMany(Subjects.AllOf).Distinct(StringComparer.Ordinal)
            : Subjects.AllOf(value);

    /// <summary>Whether an environment is one that a value stands for, or its name looks like one of them.</summary>
    public bool IsSubject(string? subject, string value) =>
        value.Length == 0 || subject is null
            ? value.Length == 0 && subject is null
            : SubjectsOf(value).Any(name => LookAlikes.AreAlike(name, subject));

    /// <summary>Whether both names count as one system, or look alike.</summary>
    public bool IsSource(string source, string value) => LookAlikes.AreAlike(Source(source), Source(value));

    /// <summary>When a name was archived, unless an event was recorded since.</summary>
    /// <param name="subject">The canonical name.</param>
    /// <param name="lastRecorded">When its newest event was recorded.</param>
    public Timestamp? SubjectArchivedAt(string subject, Timestamp lastRecorded) => Find(_archivedSubjects, subject, lastRecorded);

    /// <inheritdoc cref="SubjectArchivedAt"/>
    public Timestamp? SourceArchivedAt(string source, Timestamp lastRecorded) => Find(_archivedSources, source, lastRecorded);

    /// <summary>Writes the members of the settings.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("aliases");
        WriteLists(writer, "subjects", Subjects.Texts);
        WriteLists(writer, "sources", Sources.Texts);
        writer.WriteEndObject();
        WriteLists(writer, "groups", Groups);
        writer.WriteStartObject("archived");
        WriteMoments(writer, "subjects", Archived.Subjects);
        WriteMoments(writer, "sources", Archived.Sources);
        writer.WriteEndObject();
        Display.Write(writer);
    }

    private static void WriteLists(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        writer.WriteStartObject(name);
        foreach (var (key, values) in lists.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteStartArray(key);
            foreach (var value in values)
                writer.WriteStringValue(value);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    private static void WriteMoments(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, Timestamp> moments)
    {
        writer.WriteStartObject(name);
        foreach (var (key, at) in moments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(key, at.ToString());
        writer.WriteEndObject();
    }

    private static Timestamp? Find(Dictionary<string, Timestamp> archived, string name, Timestamp lastRecorded) =>
        archived.TryGetValue(name, out var at) && lastRecorded <= at ? at : null;

    private static Dictionary<string, Timestamp> Canonical(IReadOnlyDictionary<string, Timestamp> archived, Aliases aliases) =>
        archived
            .GroupBy(pair => aliases.CanonicalOf(pair.Key), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(pair => pair.Value), StringComparer.Ordinal);
}

/// <summary>Names with the moment at which each was archived.</summary>
public sealed record ArchivedNames(IReadOnlyDictionary<string, Timestamp> Subjects, IReadOnlyDictionary<string, Timestamp> Sources)
{
    public static ArchivedNames None { get; } = new(new Dictionary<string, Timestamp>(), new Dictionary<string, Timestamp>());
}
