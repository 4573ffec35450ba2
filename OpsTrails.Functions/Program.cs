using OpsTrails.Functions.Backup;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Smoke;

return args switch
{
    ["demo", .. var further] => await DemoCommand.RunAsync(further),
    ["backup", .. var further] => await BackupCommands.BackUpAsync(further),
    ["restore", .. var further] => await BackupCommands.RestoreAsync(further),
    ["import", .. var further] => await BackupCommands.ImportAsync(further),
    ["smoke", .. var further] => await SmokeCommand.RunAsync(further),
    _ => await OpsTrailsApp.RunAsync(args),
};
