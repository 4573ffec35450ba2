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
            Records a sample month of two brands, up to now with an open incident, in an organization without events (otherwise 409).
            `removeDemo` removes them again. They have the extension attribute `opstrailsdemo` and don't count in the daily quota.
            Has no body.
            Needs the role ADMIN or OWNER, or a key of scope ADMIN.
            """
        )
        {
            Answers =
            [
                new ApiAnswer(
                    201,
                    "The number of events recorded.",
                    typeof(Answer<DemoAnswer>),
                    """{"success":true,"data":{"events":275}}"""
                ),
            ],
            Errors = [409],
        };

    public static ApiOperation Remove { get; } =
        new(
            "removeDemo",
            "Events",
            "Remove the sample events",
            """
            Removes the events that `loadDemo` recorded, and what was derived from them, as if they had never been there. Other events stay.
            Followers of the feed get a `reset`. An interrupted removal is continued within the hour, or by the next call. Needs the role
            ADMIN or OWNER, or a key of scope ADMIN.
            """
        )
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The number of events removed, 0 without a demo.",
                    typeof(Answer<DemoAnswer>),
                    """{"success":true,"data":{"events":275}}"""
                ),
                new ApiAnswer(
                    202,
                    "Another instance is removing them.",
                    typeof(Answer<DemoAnswer>),
                    """{"success":true,"data":{"events":275}}"""
                ),
            ],
        };
}
