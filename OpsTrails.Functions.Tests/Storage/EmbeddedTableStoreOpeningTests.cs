using Microsoft.Data.Sqlite;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>What cannot be opened is named, with what to do.</summary>
[Layer(Layer.Store)]
public sealed class EmbeddedTableStoreOpeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        AssertCannotOpen(Path.Combine(file, "store"));
    }

    [Fact]
    public void A_file_that_is_no_store_is_named()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "opstrails.db"), "This is a text, not a database. It is long enough to be looked at.");
        AssertCannotOpen(_folder.Path);
    }

    [Fact]
    public void A_store_of_a_later_format_is_left_alone()
    {
        using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder.Path, "opstrails.db")};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }
        Assert.Contains("99", AssertCannotOpen(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_is_named()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "opstrails.db"));
        AssertCannotOpen(_folder.Path);
    }

    private static string AssertCannotOpen(string folder)
    {
        var exception = Assert.Throws<StoreOpenException>(() => EmbeddedTableStore.Open(folder));
        Assert.Contains(folder, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Give this process write access, or set another folder", exception.Message, StringComparison.Ordinal);
        return exception.Message;
    }
}
