using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>The fields of a dashboard, as of autumn 2026.</summary>
internal static class DashboardSchema
{
    public const string Content = "serialized_dashboard";

    private const string OfTheCall = "the service writes it into the data sets. Write catalog and schema into the data sets themselves, as "
        + "variables where they differ.";

    public static ObjectSchema Dashboard { get; } =
        new ObjectSchema("a dashboard")
            .Text("display_name")
            .Exact()
            .Text(Content)
            .Compared(TextForm.Json)
            .Text("warehouse_id")
            .CannotBeRemoved("the service keeps it when a write leaves it out")
            .Text(ContentKind.Folder)
            .Compared(TextForm.WorkspacePath)
            .Recreate(because: "the service moves no dashboard to another folder")
            .Refused("dataset_catalog", OfTheCall)
            .Refused("dataset_schema", OfTheCall)
            .ReadOnly("dashboard_id", "create_time", "update_time", "etag", "lifecycle_state", "path");
}
