using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Demo;

internal static class DemoOperations
{
    public static ApiOperation Load { get; } =
        new(
            "loadDemo",
            "Events",
            "Record sample events",
            """
            Records a sample month of two brands, up to now, in an organization without events (otherwise 409). The events can't be removed.
            Has no body. Needs the role ADMIN or OWNER, or a key of scope ADMIN.
            """
        )
        {
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The number of events recorded.",
                    typeof(Answer<DemoAnswer>),
                    """{"success":true,"data":{"events":271}}"""
                ),
            ],
            Errors = [409],
        };
}
