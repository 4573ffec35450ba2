using Azure;
using Azure.Data.Tables.Models;

namespace OpsTrails.Storage.AzureTables;

/// <summary>Maps errors of Azure Tables to those of the port.</summary>
internal static class TableErrors
{
    public static bool IsMissingTable(RequestFailedException exception) =>
        exception.Status == 404 && exception.ErrorCode == TableErrorCode.TableNotFound;

    /// <summary>The failed precondition, or null for any other error.</summary>
    public static WriteFailure? ToFailure(RequestFailedException exception) =>
        exception.Status switch
        {
            409 when exception.ErrorCode == TableErrorCode.EntityAlreadyExists => WriteFailure.AlreadyExists,
            412 => WriteFailure.Changed,
            404 when exception.ErrorCode == TableErrorCode.ResourceNotFound => WriteFailure.NotFound,
            404 when exception.ErrorCode == TableErrorCode.EntityNotFound => WriteFailure.NotFound,
            _ => null,
        };

    /// <summary>
    /// Treats these as unavailable storage: no connection, a timeout, throttling, a server error, no permission, a table being deleted. A
    /// request rejected for its content would be rejected again.
    /// </summary>
    public static Exception ToException(Exception exception) =>
        exception switch
        {
            RequestFailedException { Status: 400 or 413 } refused => new TableLimitException(
                $"Azure Tables refused the request: {refused.Status} {refused.ErrorCode}."
            ),
            RequestFailedException { Status: > 0 } failed => new StorageUnavailableException(
                new StoreFault($"Azure Tables answered {failed.Status} {failed.ErrorCode}.", RemedyFor(failed.Status)),
                failed
            ),
            _ => new StorageUnavailableException(
                new StoreFault(
                    "Azure Tables did not answer.",
                    "Check the setting OpsTrails:Storage, the network and the health of the storage account."
                ),
                exception
            ),
        };

    private static string RemedyFor(int status) =>
        status switch
        {
            401 or 403 => "Give the program's identity the role Storage Table Data Contributor, and check the account's firewall.",
            404 or 409 => "Check that the storage account exists, and that nobody deletes its tables.",
            _ => "The account is throttled or fails. Wait. If it lasts, send fewer or larger requests.",
        };
}
