namespace OpsTrails.Core.Audit;

public static class AuditActions
{
    public const string KeyIssued = "key.issued";
    public const string KeyRevoked = "key.revoked";
    public const string SettingsChanged = "settings.changed";
    public const string ContextChanged = "context.changed";
    public const string DemoRemoved = "demo.removed";
    public const string InvitationMade = "invitation.made";
    public const string InvitationRevoked = "invitation.revoked";
    public const string InvitationAccepted = "invitation.accepted";
    public const string PersonJoined = "person.joined";
    public const string PersonRole = "person.role";
    public const string PersonRemoved = "person.removed";
    public const string SignInLinkMade = "sign-in-link.made";
    public const string EventDeleted = "event.deleted";
}
