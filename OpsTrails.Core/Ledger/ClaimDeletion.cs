using OpsTrails.Core.Input;

namespace OpsTrails.Core.Ledger;

/// <summary>When and why the event of an idempotency record was deleted.</summary>
/// <param name="At">When it was deleted.</param>
/// <param name="By">The caller, named as in the audit log.</param>
/// <param name="Reason">What the caller gave as the reason.</param>
/// <param name="Nonce">Random, one for each request. Distinguishes an earlier attempt of this request from another request.</param>
public sealed record ClaimDeletion(Timestamp At, string By, string Reason, string Nonce)
{
    /// <summary>Answers the same content sent again.</summary>
    public string Refusal => $"This event was deleted on {At} and is not recorded again. Send it with a new id to record it.";

    /// <summary>Answers a request for the event.</summary>
    public string SentenceOf(string id) => $"Event {ValidationErrors.Quote(id)} was deleted on {At}.";
}
