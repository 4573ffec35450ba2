namespace OpsTrails.Functions.Platform;

/// <summary>Access of assistants over MCP.</summary>
internal sealed class McpOptions
{
    /// <summary>Whether assistants may record events, with a key of scope READ_WRITE. Default false: assistants only read.</summary>
    public bool AllowRecording { get; set; }

    /// <summary>
    /// The host name that browsers use when a proxy on the same machine is in front of the program, such as <c>ops.example.com</c>.
    /// Default: none, so over loopback only pages of this machine may call MCP. Clients other than browsers are not affected.
    /// </summary>
    public string? PublicHost { get; set; }

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (PublicHost is { } host && Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            yield return ("Mcp:PublicHost", "must be a host name such as ops.example.com, without https:// and without a port");
    }
}
