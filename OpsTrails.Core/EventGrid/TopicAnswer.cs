namespace OpsTrails.Core.EventGrid;

/// <summary>What a response of the topic means for the events in the request.</summary>
public enum TopicVerdict
{
    Delivered,

    /// <summary>The failure is not about the events. Send them again later.</summary>
    Later,

    /// <summary>The topic rejects this request, however often it is sent.</summary>
    Refused,
}

/// <summary>The response of the topic, or its absence.</summary>
/// <param name="Status">The HTTP status, or 0 without a response.</param>
/// <param name="Message">The message of the response. It contains no secrets but may contain text of an event.</param>
/// <param name="RetryAfter">The wait that the topic asks for.</param>
public sealed record TopicAnswer(int Status, string? Message = null, TimeSpan? RetryAfter = null)
{
    private const int MaxReason = 500;

    /// <summary>
    /// Only errors about the request itself reject the events. A wrong key, address or role (401, 403, 404) needs a person to fix it, so
    /// the events wait.
    /// </summary>
    public TopicVerdict Verdict =>
        Status switch
        {
            200 => TopicVerdict.Delivered,
            400 or 413 => TopicVerdict.Refused,
            _ => TopicVerdict.Later,
        };

    /// <summary>The status without the message, safe to show to anyone.</summary>
    public string Summary => Status == 0 ? "no answer" : $"status {Status}";

    /// <summary>Status and message on one line, cut to the stored length.</summary>
    public string Reason
    {
        get
        {
            var text = string.IsNullOrWhiteSpace(Message) ? Summary : $"{Summary}: {Message}";
            var plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
            return plain.Length <= MaxReason ? plain : plain[..(char.IsHighSurrogate(plain[MaxReason - 1]) ? MaxReason - 1 : MaxReason)];
        }
    }
}
