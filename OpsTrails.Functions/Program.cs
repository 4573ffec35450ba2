using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Smoke;

return args switch
{
    ["demo", .. var further] => await DemoCommand.RunAsync(further),
    ["smoke", .. var further] => await SmokeCommand.RunAsync(further),
    _ => await OpsTrailsApp.RunAsync(args),
};
