namespace OpsTrails.Core.EventGrid;

/// <summary>What an answer of the topic means for the events of the request.</summary>
public enum TopicVerdict
{
    Delivered,

    /// <summary>Nothing about the events: they are to be sent again, later.</summary>
    Later,

    /// <summary>The topic will not have this request, however often it is sent.</summary>
    Refused,
}

/// <summary>What the topic answered, or that it did not.</summary>
/// <param name="Status">The HTTP status; 0 when no answer came.</param>
/// <param name="Message">What it said; holds nothing of ours but may hold text of an event.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
public sealed record TopicAnswer(int Status, string? Message = null, TimeSpan? RetryAfter = null)
{
    private const int LongestReason = 500;

    /// <summary>
    /// Only what is said of the request itself refuses the events. A wrong key, address or role (401, 403, 404) is for a person to put right,
    /// and the events wait for that.
    /// </summary>
    public TopicVerdict Verdict =>
        Status switch
        {
            200 => TopicVerdict.Delivered,
            400 or 413 => TopicVerdict.Refused,
            _ => TopicVerdict.Later,
        };

    /// <summary>The status alone, in words fit for anyone.</summary>
    public string Summary => Status == 0 ? "no answer" : $"status {Status}";

    /// <summary>Status and message on one line, cut to what is kept.</summary>
    public string Reason
    {
        get
        {
            var text = string.IsNullOrWhiteSpace(Message) ? Summary : $"{Summary}: {Message}";
            var plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
            return plain.Length <= LongestReason
                ? plain
                : plain[..(char.IsHighSurrogate(plain[LongestReason - 1]) ? LongestReason - 1 : LongestReason)];
        }
    }
}
