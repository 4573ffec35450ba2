using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpsTrails.Storage.Embedded;

/// <summary>
/// Says in plain words why SQLite failed, where, and what to do. Looks at the file again, because error codes tell too little.
/// </summary>
internal static class EmbeddedFaults
{
    /// <summary>With less space than this, an error of the disk is most likely a full disk.</summary>
    private const long FullBelow = 1024 * 1024;

    public static StoreFault Of(Exception exception, string file) =>
        exception switch
        {
            StoreMovedException => Moved(file),
            InvalidDataException => Damaged(file, exception.Message),
            SqliteException sqlite => Of(sqlite, file),
            _ => new StoreFault(
                $"The store {file} failed: {Plain(exception.Message)}.",
                "Restart OpsTrails. If that fails too, report it."
            ),
        };

    private static StoreFault Of(SqliteException exception, string file) =>
        exception.SqliteErrorCode switch
        {
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(file, Plain(exception.Message)),
            _ when !File.Exists(file) => Moved(file),
            raw.SQLITE_FULL => Full(file),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreFault(
                $"Another process keeps the store {file} locked.",
                "Wait until that process has finished, or stop it."
            ),
            _ when FreeBytesAt(file) < FullBelow => Full(file),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => ReadOnly(file, Plain(exception.Message)),
            raw.SQLITE_IOERR when WhyNotWritable(file) is { } why => ReadOnly(file, why),
            raw.SQLITE_IOERR => new StoreFault(
                $"The disk of the store {file} reports an error: {Plain(exception.Message)}.",
                "Check the disk and the system's log. Writes continue when it works again."
            ),
            _ => new StoreFault(
                $"The store {file} failed: {Plain(exception.Message)}.",
                "Restart OpsTrails. If that fails too, report it."
            ),
        };

    private static StoreFault Full(string file) =>
        new($"The disk of the store {file} is full.", "Free space or enlarge the disk. Writes continue when there is space.");

    private static StoreFault Moved(string file) =>
        new(
            $"The store {file} was deleted, moved or replaced while OpsTrails runs.",
            "Put its folder back, or stop OpsTrails and restore a backup. Nothing is recorded until then."
        );

    private static StoreFault ReadOnly(string file, string why) =>
        new(
            $"The store {file} can't be written: {why}.",
            "Give this process write access to the folder and its files, or mount it for writing again."
        );

    private static StoreFault Damaged(string file, string why) =>
        new(
            $"The store {file} is damaged: {why.TrimEnd('.')}.",
            "Stop OpsTrails, keep a copy of the folder, check the disk, and restore the newest backup into an empty folder.",
            IsDamage: true
        );

    private static string? WhyNotWritable(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Plain(e.Message);
        }
    }

    private static long FreeBytesAt(string file)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>The text between the quotes of <c>SQLite Error 11: '…'.</c>, or the whole message.</summary>
    private static string Plain(string message)
    {
        var (first, last) = (message.IndexOf('\''), message.LastIndexOf('\''));
        var isSqlite = message.StartsWith("SQLite Error", StringComparison.Ordinal) && first < last;
        return (isSqlite ? message[(first + 1)..last] : message).TrimEnd('.');
    }
}

/// <summary>The file of an open store has another name now, or none. What is written to it would be lost.</summary>
internal sealed class StoreMovedException() : Exception("The file of the store was deleted, moved or replaced.");
