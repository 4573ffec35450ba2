using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Demo;

internal static class DemoOperations
{
    public static ApiOperation Load { get; } =
        new(
            "loadDemo",
            "Events",
            "Record a made-up month",
            """
            A month of two brands up to now, to have something to look at, in an organization where nothing was ever recorded; otherwise 409. It cannot be taken away again. Takes no body; needs a key of scope ADMIN or a person with such a role.
            """
        )
        {
            Answers =
            [
                new ApiAnswer(
                    201,
                    "How many events there are now.",
                    typeof(Answer<DemoAnswer>),
                    """{"success":true,"data":{"events":271}}"""
                ),
            ],
            Errors = [409],
        };
}
