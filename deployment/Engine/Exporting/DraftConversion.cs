using System.Text;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Secrets;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>
/// Turns an object of the workspace into what Git says: names for ids, references for secrets, nothing that goes without saying.
/// </summary>
internal sealed class DraftConversion(AssetKind kind, WorkspaceNames names, SecretDetector secrets, SecretKnowledge knowledge)
{
    public void Complete(ExportDraft draft)
    {
        if (draft.Live is { } live)
            Complete(draft, live);
        else if (draft.Content is { } content)
            Check(draft, (FoundContent)draft.Found, content);
    }

    private void Complete(ExportDraft draft, LiveAsset live)
    {
        if (string.IsNullOrWhiteSpace(live.Name) || SecretText.Parse(live.Name) is not null || SecretDetector.IsMisread(live.Name))
            draft.Fail(
                "EXP005",
                $"the {kind.Noun} with the id {live.Id} has a name that no declaration can have: "
                    + $"{(live.Name.Length == 0 ? "(empty)" : live.Name)}. Rename it in the workspace."
            );

        var twins = names.Ids(kind.Name, live.Name);
        if (twins.Count > 1)
            draft.Fail(
                "EXP003",
                $"{twins.Count} {kind.Name} have this name, and none is exported, since a deployment could not tell them apart: "
                    + $"{string.Join(", ", twins)}. Rename or delete all but one."
            );

        foreach (
            var (to, why) in AssetReferences
                .In(kind.Name, live.State)
                .Select(reference => (reference.To, Why: names.Failure(reference.To)))
                .Distinct()
        )
            if (why is not null)
                draft.Fail("EXP002", $"names {AssetReferences.Target(to).Plural}, which could not be listed, so its file stays as it is: {why}");

        if (draft.Failed)
            return;

        var state = (JObject)live.State.DeepClone();
        var spared = AssetReferences
            .In(kind.Name, state)
            .Select(reference => reference.Token)
            .Concat(state.PropertyValues().OfType<JValue>().Where(value => value.Value is string text && text == live.Name))
            .ToHashSet<JValue>(ReferenceEqualityComparer.Instance);
        var known = knowledge.Of(kind.Name, live.Name, live.Id);
        var doubts = new SecretReferencePositions(kind.Rules, secrets, spared).Restore(state, known);
        secrets.Replace(state, known, spared);
        if (doubts.Count > 0)
        {
            draft.Fail(
                "EXP016",
                $"{string.Join(", ", doubts)} may hold a secret that its file, or the last deployment, names there, and what the "
                    + $"workspace has in its place is neither; so its file stays as it is. Deploy what Git declares, or export when the "
                    + $"workspace holds as many entries there as Git."
            );
            return;
        }

        state = Named(state, draft);
        var left = new List<string>();
        (draft.State, draft.Bare) = (state, kind.ToDeclaration(live with { State = state }, left));
        if (left.Count > 0)
            draft.Log.Add($"left out, since the service sets them or fills them in: {string.Join(", ", left)}");

        if (secrets.In(draft.Bare.ToString()) is { } reference)
            draft.Fail(
                "EXP004",
                $"holds the value of {reference} where no reference can stand. Take it out of there in the workspace; its file "
                    + $"stays as it is."
            );
        foreach (var suspect in SecretDetector.Suspects(draft.Bare))
            draft.Warn(
                "EXP011",
                $"{suspect.Path} looks like a secret in plain text. Put it into the vault and write "
                    + $"{SecretReference.Opening}NAME}} in its place, before this file is committed."
            );
    }

    private JObject Named(JObject state, ExportDraft draft)
    {
        foreach (var reference in AssetReferences.In(kind.Name, state))
        {
            var (text, warning) = names.TextOf(reference.Target, reference.Value);
            if (text is not null)
                draft.Log.Add($"{reference.Token.Path}: {reference.Value} is {text}");
            if (warning is not null)
                draft.Warn("EXP010", $"{reference.Token.Path} {warning}");
        }

        return AssetReferences.Translate(kind.Name, state, reference => names.TextOf(reference.Target, reference.Value).Text);
    }

    private void Check(ExportDraft draft, FoundContent found, byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        if (secrets.In(text) is { } reference)
            draft.Fail(
                "EXP004",
                $"holds the value of {reference}, which must not be in Git. Read it with dbutils.secrets.get instead; its file "
                    + $"stays as it is."
            );
        else if (SecretPatterns.IsIn(text))
            draft.Warn("EXP011", "holds what looks like a secret in plain text. Put it into a secret scope before this file is committed.");

        if (found.Remark(content) is { } remark)
            draft.Warn("EXP012", remark);
    }
}
