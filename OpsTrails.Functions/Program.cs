using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Hosting;

return args is ["demo", .. var further] ? await DemoCommand.RunAsync(further) : await OpsTrailsApp.RunAsync(args);
