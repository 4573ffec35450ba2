using System.Text;

namespace OpsTrails.Storage.AzureTables;

/// <summary>Converts a range to a filter that Azure Tables executes as one ordered scan.</summary>
internal static class ODataFilter
{
    public static string From(RowRange range)
    {
        var filter = new StringBuilder();
        And(filter, "PartitionKey", range.PartitionBefore is null ? "eq" : "ge", range.PartitionFrom);
        And(filter, "PartitionKey", "lt", range.PartitionBefore);
        And(filter, "RowKey", "ge", range.RowFrom);
        And(filter, "RowKey", "gt", range.RowAfter);
        And(filter, "RowKey", "lt", range.RowBefore);
        foreach (var (name, anyOf) in range.Where)
            filter.Append(" and (").AppendJoin(" or ", anyOf.Select(value => $"{name} eq {Quote(value)}")).Append(')');
        return filter.ToString();
    }

    private static void And(StringBuilder filter, string name, string comparison, string? value)
    {
        if (value is not null)
            filter.Append(filter.Length == 0 ? "" : " and ").Append(name).Append(' ').Append(comparison).Append(' ').Append(Quote(value));
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
}
