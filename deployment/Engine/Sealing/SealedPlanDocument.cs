using Layercake.Engine.Declarations;
using Layercake.Engine.Moves;
using Layercake.Engine.Planning;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Sealing;

/// <summary>A sealed plan as the document <c>plan.json</c> of its archive.</summary>
internal static class SealedPlanDocument
{
    public static JObject Write(SealedPlan sealedPlan, Redactor redactor) =>
        new()
        {
            ["format"] = SealedPlan.CurrentFormat,
            ["rules"] = sealedPlan.Rules,
            ["tool"] = sealedPlan.Tool,
            ["made_at"] = PlanTime.Text(sealedPlan.MadeAt),
            ["expires"] = sealedPlan.Expires is { } expires ? PlanTime.Text(expires) : null,
            ["applied_by"] = sealedPlan.AppliedBy,
            ["environment"] = sealedPlan.Plan.Environment,
            ["settings"] = new JObject(sealedPlan.Settings.Select(setting => new JProperty(setting.Key, setting.Value))),
            ["workspace"] = sealedPlan.Plan.Workspace.ToString(),
            ["workspace_id"] = sealedPlan.WorkspaceId,
            ["manifest"] = sealedPlan.Manifest,
            ["commit"] = sealedPlan.Plan.Commit,
            ["request"] = Request(sealedPlan.Request),
            ["approval"] = new JArray(sealedPlan.Plan.Approval.Select(PlanFile.Document)),
            ["changes"] = new JArray(
                sealedPlan.Plan.Changes.Select(change => SealedChange.Blanked(SealedChange.Write(change), redactor))
            ),
            ["no_longer_in_git"] = new JArray(sealedPlan.Plan.NoLongerInGit),
            ["forgotten"] = new JArray(sealedPlan.Plan.Forgotten),
            ["moves"] = new JArray(
                sealedPlan.Moves.Select(move => new JObject { [MoveFile.From] = move.From, [MoveFile.To] = move.To })
            ),
            ["secrets"] = new JObject(sealedPlan.Secrets.Select(secret => new JProperty(secret.Key, secret.Value))),
            ["names"] = new JArray(
                sealedPlan.Names.Select(name => new JObject
                {
                    ["kind"] = name.Kind,
                    ["name"] = name.Name,
                    ["id"] = name.Id,
                })
            ),
            ["writes"] = new JArray(
                sealedPlan.Writes.Select(write => new JObject
                {
                    ["asset"] = write.Asset,
                    ["requests"] = new JArray(write.Requests),
                    ["body"] = write.Body,
                    ["conditional"] = write.IsConditional,
                    ["stop"] = write.IsStop,
                })
            ),
            ["declarations"] = new JArray(sealedPlan.Declarations.Select(Declaration)),
        };

    /// <param name="contents">The path on this machine of the content with a digest; the files need not be there yet.</param>
    /// <exception cref="FormatException">It is no plan.</exception>
    public static SealedPlan Read(JObject document, Func<string, string> contents)
    {
        IReadOnlyList<AnnouncedWrite> writes = [.. document.Objects("writes").Select(AnnouncedWrite)];
        return new()
        {
            Rules = document.Text("rules"),
            Tool = document.Text("tool"),
            MadeAt = PlanTime.Parse(document.Text("made_at")),
            Expires = document.TextOrNull("expires") is { } expires ? PlanTime.Parse(expires) : null,
            AppliedBy = document.Text("applied_by"),
            WorkspaceId = document.TextOrNull("workspace_id"),
            Manifest = document.TextOrNull("manifest"),
            Settings = document.TextsByName("settings"),
            Plan = new Plan
            {
                Environment = document.Text("environment"),
                Workspace = new Uri(document.Text("workspace")),
                Commit = document.TextOrNull("commit"),
                Changes = document.Each("changes", SealedChange.Read, change => change.Asset),
                NoLongerInGit = document.Texts("no_longer_in_git"),
                Forgotten = document.Texts("forgotten"),
                Stops = [.. writes.Where(write => write.IsStop).Select(write => write.Asset)],
                Approval = [.. document.Objects("approval").Select(Reason)],
                Approve = document.Object("settings").Value<string>("approve"),
                Destroys = Request(document.Object("request")).Prune?.Destroys == true,
            },
            Request = Request(document.Object("request")),
            Moves = [.. document.Objects("moves").Select(move => new AssetMove(move.Text(MoveFile.From), move.Text(MoveFile.To)))],
            Secrets = document.TextsByName("secrets"),
            Names = document.Each(
                "names",
                name => new ResolvedName(name.Text("kind"), name.Text("name"), name.TextOrNull("id")),
                name => name.Asset
            ),
            Writes = writes,
            Declarations = document.Each("declarations", entry => Declaration(entry, contents), entry => entry.Declaration.Asset),
        };
    }

    private static AnnouncedWrite AnnouncedWrite(JObject write) =>
        new(write.Text("asset"), write.Texts("requests"), write.TextOrNull("body"), write.Flag("conditional"))
        {
            IsStop = write.Flag("stop"),
        };

    private static ApprovalReason Reason(JObject reason) =>
        new()
        {
            Class = reason.TextOrNull("class"),
            Assets = reason.Texts("assets"),
            Text = reason.Text("text"),
        };

    private static JObject Request(PlanRequest request) =>
        new()
        {
            ["select"] = new JArray(request.Select),
            ["with_needed"] = request.WithNeeded,
            ["allow_data_loss"] = new JArray(request.DataLoss),
            ["scheduled"] = request.IsScheduled,
            ["prune"] = request.Prune is not { } prune
                ? null
                : new JObject
                {
                    ["everything"] = prune.Everything,
                    ["force"] = prune.Force,
                    ["confirmed"] = prune.Confirmed,
                    ["destroys"] = prune.Destroys,
                },
        };

    private static PlanRequest Request(JObject request) =>
        new()
        {
            Select = request.Texts("select"),
            WithNeeded = request.Flag("with_needed"),
            DataLoss = request.Texts("allow_data_loss"),
            IsScheduled = request.Flag("scheduled"),
            Prune = request["prune"] is JObject prune
                ? new PruneRequest(prune.Flag("everything"), prune.Flag("force"), prune.TextOrNull("confirmed"), prune.Flag("destroys"))
                : null,
        };

    private static JObject Declaration(SealedDeclaration entry) =>
        new()
        {
            ["kind"] = entry.Declaration.Kind,
            ["name"] = entry.Declaration.Name,
            ["file"] = entry.Declaration.File,
            ["belongs_to"] = new JArray(entry.Declaration.BelongsTo),
            ["data"] = entry.Data,
            ["content"] = entry.Declaration.Content,
        };

    private static SealedDeclaration Declaration(JObject entry, Func<string, string> contents)
    {
        var data = entry.TextOrNull("data");
        return new SealedDeclaration(
            new Declaration
            {
                Kind = entry.Text("kind"),
                Name = entry.Text("name"),
                File = entry.Text("file"),
                // Without positions: those are of this document, and not of the file in Git.
                Content = (JObject)entry.Object("content").DeepClone(new JsonCloneSettings { CopyAnnotations = false }),
                FullPath = data is null ? "" : contents(data),
                BelongsTo = entry.Texts("belongs_to"),
            },
            data
        );
    }
}
