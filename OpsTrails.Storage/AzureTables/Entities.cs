using Azure;
using Azure.Data.Tables;

namespace OpsTrails.Storage.AzureTables;

/// <summary>Converts between rows and entities of Azure Tables.</summary>
internal static class Entities
{
    public static TableEntity From(Row row)
    {
        var entity = new TableEntity(row.Key.Partition, row.Key.Row);
        foreach (var (name, value) in row.Properties)
            entity[name] = value;
        return entity;
    }

    public static Row ToRow(TableEntity entity)
    {
        var row = new Row(entity.PartitionKey, entity.RowKey) { ETag = entity.ETag.ToString() };
        foreach (var (name, value) in entity)
        {
            if (name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag")
                continue;
            row[name] = value is BinaryData binary ? binary.ToArray() : value;
        }
        return row;
    }

    /// <summary>The properties to select, including the keys. Null for all.</summary>
    public static IEnumerable<string>? Columns(RowRange range) => range.Select is null ? null : ["PartitionKey", "RowKey", .. range.Select];

    public static TableTransactionAction ToAction(Write write) =>
        write.Kind switch
        {
            WriteKind.Add => new(TableTransactionActionType.Add, From(write.Row)),
            WriteKind.Upsert => new(TableTransactionActionType.UpsertReplace, From(write.Row)),
            WriteKind.Replace => new(TableTransactionActionType.UpdateReplace, From(write.Row), Condition(write)),
            _ => new(TableTransactionActionType.Delete, From(write.Row), Condition(write)),
        };

    public static ETag Condition(Write write) => write.ETag is null ? ETag.All : new ETag(write.ETag);
}
