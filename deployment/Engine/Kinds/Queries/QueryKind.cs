using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Queries;

/// <summary>SQL queries, declared one per file in <c>queries/</c>, each with its text in a <c>.sql</c> file beside it.</summary>
internal sealed class QueryKind(string root) : ContentKind("queries", "query", root, "display_name"), IStubbable
{
    public override FieldRules Rules { get; } = new(QuerySchema.Query);

    public override IReadOnlyList<FieldFile> FieldFiles { get; } = [new("query_text", ".sql") { MayBeEmpty = true }];

    public override PermissionType Permissions { get; } = new("sql/queries", "CAN_VIEW", "CAN_RUN", "CAN_EDIT", PermissionType.Manager);

    /// <summary>A query may take the values of a parameter from another one.</summary>
    public JObject Stub(Declaration declaration) =>
        new()
        {
            [NameField] = declaration.Name,
            [Folder] = declaration.Content[Folder],
            ["query_text"] = "select 1",
        };

    /// <summary>Whose it is counts only where Git says so: people hand queries on.</summary>
    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        var shaped = base.InShapeOf(declared, state, last);
        if (declared.ContainsKey(QuerySchema.Owner) || last?.ContainsKey(QuerySchema.Owner) == true)
            return shaped;

        var without = new JObject(shaped);
        without.Remove(QuerySchema.Owner);
        return without;
    }

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        base.Check(declaration, findings);
        new QueryCheck(new CheckReport(declaration, findings)).Check(declaration.Content);
    }
}
