using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;
using Newtonsoft.Json.Linq;
using static Layercake.Engine.Kinds.Fields.ValueRule;

namespace Layercake.Engine.Kinds.Queries;

/// <summary>The fields of a query, as of autumn 2026.</summary>
internal static class QuerySchema
{
    private const string ByService = "the service fills it when it is not declared";
    private const string Kept = "a write that leaves it out keeps it";

    public const string Owner = "owner_user_name";

    public static ObjectSchema Query { get; } =
        new ObjectSchema("a query")
            .Text("display_name")
            .Exact()
            .Text("query_text")
            .Compared(TextForm.Lines)
            .Text("warehouse_id", "catalog", "schema")
            .Text("description")
            .RemovedBy("", Kept)
            .Text(ContentKind.Folder)
            .Compared(TextForm.WorkspacePath)
            .Recreate(because: "the service moves no query to another folder")
            .Texts("tags")
            .Unordered()
            .RemovedBy(new JArray(), Kept)
            .List("parameters", Parameter())
            .KeyedBy("name")
            .RemovedBy(new JArray(), Kept)
            .OneOf("run_as_mode", Grows, "OWNER", "VIEWER")
            .ServerDefault(ByService)
            .Flag("apply_auto_limit")
            .ServerDefault(ByService, false)
            .RemovedBy(false, Kept)
            .Text(Owner)
            .ServerDefault("whoever makes a query owns it")
            .CannotBeRemoved("its owner stays the same when a write leaves it out")
            .ExportDefault()
            .ReadOnly("id", "create_time", "update_time", "last_modifier_user_name", "lifecycle_state");

    private static ObjectSchema Parameter() =>
        new ObjectSchema("a parameter of a query")
            .Text("name", "title")
            .Object("text_value", new ObjectSchema("a text_value").Text("value"))
            .Object("numeric_value", new ObjectSchema("a numeric_value").Number("value"))
            .Objects("date_value", "date_range_value")
            .Object("enum_value", new ObjectSchema("an enum_value").Text("enum_options").Texts("values").Objects(Options))
            .Object("query_backed_value", new ObjectSchema("a query_backed_value").Text("query_id").Texts("values").Objects(Options))
            .Needs("name");

    private const string Options = "multi_values_options";
}
