using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Organizations;

/// <summary>Creates organizations in addition to the first one.</summary>
internal sealed class NewOrganizations(Installation installation, SettingsStore settings, TimeProvider clock)
{
    /// <summary>Finds or creates the organization that holds the demo.</summary>
    public async Task<OrganizationId> FindOrMakeDemoAsync(string name, CancellationToken cancel)
    {
        var (organization, isNew) = await installation.FindOrMakeAsync(InstallationKeys.DemoOrganization, cancel);
        if (isNew)
            await NameAsync(organization, name, cancel);
        return organization;
    }

    /// <summary>Creates another organization. It has no key yet.</summary>
    /// <exception cref="ArgumentException">The settings don't accept the name.</exception>
    public async Task<OrganizationId> AddAsync(string name, CancellationToken cancel = default)
    {
        if (OrganizationSettings.CheckName(name) is { } wrong)
            throw new ArgumentException("The name of an organization " + wrong + ".", nameof(name));
        var organization = OrganizationId.New();
        await NameAsync(organization, name, cancel);
        await installation.EnlistAsync(organization, Timestamp.From(clock.GetUtcNow()), cancel);
        return organization;
    }

    private async Task NameAsync(OrganizationId organization, string name, CancellationToken cancel) =>
        await settings.ReplaceAsync(
            organization,
            OrganizationSettings.Default with
            {
                Name = name,
            },
            RevisionCondition.Anything,
            InstallationKeys.Partition,
            cancel
        );
}
