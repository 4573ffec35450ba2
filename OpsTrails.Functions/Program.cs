using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;

return args switch
{
    ["demo", .. var further] => await DemoCommand.RunAsync(further),
    ["backup", .. var further] => await BackupCommands.BackUpAsync(further),
    ["restore", .. var further] => await BackupCommands.RestoreAsync(further),
    ["import", .. var further] => await BackupCommands.ImportAsync(further),
    _ => await OpsTrailsApp.RunAsync(args),
};
