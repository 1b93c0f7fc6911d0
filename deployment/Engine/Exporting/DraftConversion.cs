using System.Text;
using Layercake.Engine.Declarations;
using Layercake.Engine.Kinds.Model;
using Layercake.Engine.Kinds.References;
using Layercake.Engine.Secrets;
using Layercake.Secrecy;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Exporting;

/// <summary>
/// Turns objects of the workspace into declarations: names for ids, references for secrets, no fields that the service fills in.
/// </summary>
internal sealed class DraftConversion(AssetKind kind, WorkspaceNames names, SecretDetector secrets, SecretKnowledge knowledge)
{
    public void Convert(IEnumerable<ExportDraft> drafts)
    {
        foreach (var draft in drafts)
            if (draft.Live is { } live)
                Convert(draft, live);
            else if (draft.Content is { } content)
                CheckContent(draft, (FoundContent)draft.Found, content);
    }

    private void Convert(ExportDraft draft, LiveAsset live)
    {
        CheckName(draft, live);
        CheckReferencedKinds(draft, live);
        if (draft.Failed)
            return;

        var state = (JObject)live.State.DeepClone();
        if (!TryReplaceSecrets(draft, live, state))
            return;

        state = WithNames(state, draft);
        var omitted = new List<string>();
        draft.State = state;
        draft.Document = kind.ToDeclaration(live with { State = state }, omitted);
        if (omitted.Count > 0)
            draft.Log.Add($"left out, since the service sets them or fills them in: {string.Join(", ", omitted)}");

        CheckForSecrets(draft, draft.Document);
        foreach (var (part, content) in draft.Parts)
            CheckForSecrets(draft, new JObject { [part.Kind.Field] = new JArray(content.PropertyValues()) });
    }

    private void CheckName(ExportDraft draft, LiveAsset live)
    {
        var name = live.Name;
        if (string.IsNullOrWhiteSpace(name) || SecretText.Parse(name) is not null || SecretDetector.HasReferenceSyntax(name))
            draft.Fail(
                "EXP005",
                $"the {kind.Noun} with the id {live.Id} has a name that no declaration can have: "
                    + $"{(name.Length == 0 ? "(empty)" : name)}. Rename it in the workspace."
            );

        var sameName = names.Ids(kind.Name, name);
        if (sameName.Count > 1)
            draft.Fail(
                "EXP003",
                $"{sameName.Count} {kind.Name} have this name, and none is exported, since a deployment could not tell them apart: "
                    + $"{string.Join(", ", sameName)}. Rename or delete all but one."
            );
    }

    private void CheckReferencedKinds(ExportDraft draft, LiveAsset live)
    {
        foreach (var to in AssetReferences.In(kind.Name, live.State).Select(reference => reference.To).Distinct())
            if (names.Failure(to) is { } failure)
                draft.Fail(
                    "EXP002",
                    $"names {AssetReferences.Target(to).Plural}, which could not be listed, so its file stays as it is: {failure}"
                );
    }

    /// <returns>False, with a finding, where it is not certain which values are secret.</returns>
    private bool TryReplaceSecrets(ExportDraft draft, LiveAsset live, JObject state)
    {
        var nameValues = state.PropertyValues().OfType<JValue>().Where(value => value.Value is string text && text == live.Name);
        var excluded = AssetReferences
            .In(kind.Name, state)
            .Select(reference => reference.Token)
            .Concat(nameValues)
            .Concat(kind.Readable.Select(field => state[field]).OfType<JValue>())
            .ToHashSet<JValue>(ReferenceEqualityComparer.Instance);
        var known = knowledge.Of(kind.Name, live.Name, live.Id);
        var undecided = new SecretReferencePositions(kind.Rules, secrets, excluded).Restore(state, known);
        secrets.Replace(state, known, excluded);

        // No reference can stand there, and what looks like one or like a variable is text.
        foreach (var text in kind.Readable.Select(field => state[field]).OfType<JValue>().Where(text => text.Type == JTokenType.String))
            text.Value = SecretDetector.Escaped((string)text!);
        if (undecided.Count == 0)
            return true;

        draft.Fail(
            "EXP016",
            $"{string.Join(", ", undecided)} may hold a secret that its file, or the last deployment, names there, and what the "
                + $"workspace has in its place is neither; so its file stays as it is. Deploy what Git declares, or export when the "
                + $"workspace holds as many entries there as Git."
        );
        return false;
    }

    private void CheckForSecrets(ExportDraft draft, JObject document)
    {
        if (secrets.FindIn(document.ToString()) is { } reference)
            draft.Fail(
                "EXP004",
                $"holds the value of {reference} where no reference can stand. Take it out of there in the workspace; its file "
                    + $"stays as it is."
            );
        foreach (var value in SecretDetector.LikelySecrets(document))
            draft.Warn(
                "EXP011",
                $"{value.Path} looks like a secret in plain text. Put it into the vault and write "
                    + $"{SecretReference.Opening}NAME}} in its place, before this file is committed."
            );
    }

    private JObject WithNames(JObject state, ExportDraft draft)
    {
        foreach (var reference in AssetReferences.In(kind.Name, state))
        {
            var (text, warning) = names.TextOf(reference.Target, reference.Value);
            if (text is not null)
                draft.Log.Add($"{reference.Path}: {reference.Value} is {text}");
            if (warning is not null)
                draft.Warn("EXP010", $"{reference.Path} {warning}");
        }

        return AssetReferences.Translate(kind.Name, state, reference => names.TextOf(reference.Target, reference.Value).Text);
    }

    private void CheckContent(ExportDraft draft, FoundContent found, byte[] content)
    {
        var text = Encoding.UTF8.GetString(content);
        if (secrets.FindIn(text) is { } reference)
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
