using Layercake.Engine.Declarations;
using Layercake.Engine.Declarations.Documents;
using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.Content;
using Layercake.Engine.Kinds.Fields;
using Layercake.Engine.Kinds.Model;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Dashboards;

/// <summary>
/// Dashboards as drafts, declared one per file in <c>dashboards/</c>, each with its content beside it as the UI exports it; what viewers
/// see is <see cref="PublishKind"/>.
/// </summary>
internal sealed class DashboardKind(string root) : ContentKind(Folders, "dashboard", root, "display_name")
{
    public const string Folders = "dashboards";

    public override FieldRules Rules { get; } = new(DashboardSchema.Dashboard);

    public override bool IsNameOfFile => true;

    public override IReadOnlyList<FieldFile> FieldFiles { get; } =
        [new(DashboardSchema.Content, ".lvdash.json") { IsJson = true }];

    public override PermissionType Permissions { get; } =
        new("dashboards", "CAN_READ", "CAN_RUN", "CAN_EDIT", PermissionType.Manager);

    public override JObject InShapeOf(JObject declared, JObject state, JObject? last = null)
    {
        var shaped = base.InShapeOf(declared, state, last);
        if (
            declared[DashboardSchema.Content] is not JValue { Value: string wanted }
            || shaped[DashboardSchema.Content] is not JValue { Value: string held }
        )
            return shaped;

        return new JObject(shaped) { [DashboardSchema.Content] = DashboardContent.InShapeOf(wanted, held) };
    }

    internal override string? InsteadOf(string field) =>
        field switch
        {
            "embed_credentials" => BundleFields.Write($"it into publish: {{ \"{field}\": false }}"),
            "file_path" => BundleFields.Write("no path: the content is the file of this name beside this one that ends in .lvdash.json"),
            _ => base.InsteadOf(field),
        };

    protected override void Check(Declaration declaration, ICollection<Finding> findings)
    {
        base.Check(declaration, findings);
        if (declaration.Content[DashboardSchema.Content] is JValue { Value: string text } content)
            CheckContent(declaration, content, text, findings);
    }

    /// <summary>An error is found in the file that has the content, or else at the field.</summary>
    private static void CheckContent(Declaration declaration, JValue content, string text, ICollection<Finding> findings)
    {
        if (text.TrimStart().StartsWith('['))
        {
            findings.Add(
                FieldText
                    .PlaceOf(content, "[", declaration.File)
                    .Finding(
                        "DSH001",
                        "The content of a dashboard is an object, as the UI exports it, and this is a list.",
                        declaration.Asset
                    )
            );
            return;
        }

        try
        {
            JsonText.Parse(text);
        }
        catch (JsonProblem problem)
        {
            var place =
                content.Annotation<FieldText>() is { } own
                    ? new SourceLocation(own.File, problem.Line, problem.Column)
                    : declaration.PlaceOf(content.Parent);
            findings.Add(place.Finding("DSH001", $"The content of the dashboard is no JSON: {problem.Message}", declaration.Asset));
        }
    }
}
