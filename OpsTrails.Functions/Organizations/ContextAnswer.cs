using OpsTrails.Core.Organizations;

namespace OpsTrails.Functions.Organizations;

internal sealed record ContextAnswer(string Text, long Revision, string? UpdatedAt, string? UpdatedBy)
{
    public static ContextAnswer Of(Revised<string> context) =>
        new(context.Content, context.Revision, context.UpdatedAt?.ToString(), context.UpdatedBy);
}

/// <summary>A revision of the context without its text.</summary>
internal sealed record RevisionAnswer(long Revision, string? UpdatedAt, string? UpdatedBy)
{
    public static RevisionAnswer Of(Revised<string> context) => new(context.Revision, context.UpdatedAt?.ToString(), context.UpdatedBy);
}
