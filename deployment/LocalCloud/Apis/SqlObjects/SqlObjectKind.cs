using Layercake.LocalCloud.Apis.Objects;

namespace Layercake.LocalCloud.Apis.SqlObjects;

/// <summary>Queries and legacy alerts, which the service keeps alike.</summary>
/// <param name="Noun">The member of a body that holds the object.</param>
/// <param name="Plural">The last segment of the address.</param>
internal sealed record SqlObjectKind(string Noun, string Plural, BodyShape Shape)
{
    private static readonly string[] ReadOnly =
    [
        "id",
        "create_time",
        "update_time",
        "last_modifier_user_name",
        "lifecycle_state",
        "state",
        "trigger_time",
    ];

    /// <summary>How its file in the tree of the workspace ends, and of what type that is; null where it has none.</summary>
    public (string Ending, string Type)? Twin { get; init; }

    public static SqlObjectKind Query { get; } =
        new(
            "query",
            "queries",
            new BodyShape
            {
                Texts =
                [
                    "display_name",
                    "query_text",
                    "warehouse_id",
                    "description",
                    "catalog",
                    "schema",
                    "parent_path",
                    "run_as_mode",
                    "owner_user_name",
                ],
                Flags = ["apply_auto_limit"],
                Lists = ["parameters", "tags"],
                ReadOnly = ReadOnly,
            }
        )
        {
            // Both are unconfirmed.
            Twin = (".dbquery.ipynb", "QUERY"),
        };

    public static SqlObjectKind LegacyAlert { get; } =
        new(
            "alert",
            "alerts",
            new BodyShape
            {
                Texts = ["display_name", "query_id", "custom_body", "custom_subject", "parent_path", "owner_user_name"],
                Numbers = ["seconds_to_retrigger"],
                Flags = ["notify_on_ok"],
                Objects = ["condition"],
                ReadOnly = ReadOnly,
            }
        );

    public string TableName => $"sql-{Plural}";
}
