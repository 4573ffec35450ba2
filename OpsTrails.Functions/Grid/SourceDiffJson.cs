using System.Text.Json;
using OpsTrails.Core.Grid;

namespace OpsTrails.Functions.Grid;

internal static class SourceDiffJson
{
    public static void Write(Utf8JsonWriter writer, SourceDiff diff)
    {
        writer.WriteStartObject();
        writer.WriteString("source", diff.Source);
        writer.WriteString("state", NameOf(diff.Relation));
        WriteVersion(writer, "from", diff.From);
        WriteVersion(writer, "to", diff.To);
        writer.WriteStartArray("findings");
        foreach (var finding in diff.Findings)
            WriteFinding(writer, finding, diff.Relation);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteVersion(Utf8JsonWriter writer, string name, CellVersion? version)
    {
        writer.WritePropertyName(name);
        if (version is null)
        {
            writer.WriteNullValue();
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("version", version.Version);
        CellEventJson.Write(writer, "versionEvent", version.Event);
        if (version.Restored is { } restored)
            CellEventJson.Write(writer, "restored", restored);
        writer.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter writer, DiffFinding finding, DiffRelation relation)
    {
        writer.WriteStartObject();
        writer.WriteString(
            "kind",
            finding.Kind switch
            {
                DiffFindingKind.Relation => NameOf(relation),
                DiffFindingKind.ReachedWithoutStage => "reachedWithoutStage",
                _ => "rolledBack",
            }
        );
        if (finding.Kind is DiffFindingKind.FromRolledBack or DiffFindingKind.ToRolledBack)
            writer.WriteString("side", finding.Kind == DiffFindingKind.FromRolledBack ? "from" : "to");
        writer.WriteStartArray("events");
        foreach (var placed in finding.Events)
            CellEventJson.WritePlaced(writer, placed);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(DiffRelation relation) =>
        relation switch
        {
            DiffRelation.Same => "same",
            DiffRelation.Ahead => "ahead",
            DiffRelation.Behind => "behind",
            DiffRelation.OnlyHere => "onlyHere",
            DiffRelation.OnlyThere => "onlyThere",
            _ => "unknown",
        };
}
