using Layercake.Engine.Declarations;
using Layercake.Engine.Memory;
using Layercake.Rest;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Secrets;

/// <summary>Tells the client of a workspace where its objects hold secrets, before one of them is read.</summary>
/// <remarks>
/// A run reads only the secrets that it sends. Others are in the workspace all the same: those of other kinds, and those before a new
/// version.
/// </remarks>
internal sealed class SecretFields(SecretPlaces places)
{
    public void Learn(IEnumerable<Declaration> declared) => Learn(declared.Select(declaration => declaration.Content));

    public void Learn(Manifest manifest) => Learn(manifest.Entries.Values.SelectMany(entry => new[] { entry.Declared, entry.Baseline }));

    private void Learn(IEnumerable<JObject> documents)
    {
        foreach (var document in documents.Where(document => SecretsIn(document).Any()))
            // A copy, which nothing stands above: a document of the manifest is in the manifest's own fields.
            foreach (var secret in SecretsIn((JObject)document.DeepClone()))
                places.Add(secret);
    }

    private static IEnumerable<JValue> SecretsIn(JObject document) =>
        document.Descendants().OfType<JValue>().Where(value => value.Value is SecretMask.Hidden || SecretText.HasReference(value));
}
