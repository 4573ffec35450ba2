namespace OpsTrails.Functions.Platform;

/// <summary>Access of assistants over MCP.</summary>
internal sealed class McpOptions
{
    /// <summary>Whether assistants may record events, with a key of scope READ_WRITE. Default false: assistants only read.</summary>
    public bool AllowRecording { get; set; }
}
