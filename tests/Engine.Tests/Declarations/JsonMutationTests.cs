using System.Text;
using System.Text.Json;
using Layercake.Engine.Declarations;

namespace Layercake.Engine.Tests.Declarations;

public sealed class JsonMutationTests
{
    private const string Document = "{ \"a\": [1, -2.5e3, true, null], // x\n \"b\": { \"c\": \"d\\n\\u0041\", \"e\": {} } /* y */ }";

    private static readonly JsonDocumentOptions Strict = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    [Fact]
    public void A_document_with_one_slip_is_taken_or_refused_as_another_strict_reader_does()
    {
        foreach (var slip in Slips())
        {
            var bytes = Encoding.UTF8.GetBytes(slip);
            var findings = new List<Finding>();
            var document = JsonText.Parse(bytes, "f.json", findings);

            Assert.True(Accepts(bytes) == document is not null, $"{slip}\n{string.Join('\n', findings)}");
            Assert.Equal(document is null ? 1 : 0, findings.Count);
            Assert.All(findings, finding => Assert.True(finding is { Line: > 0, Column: > 0 }));
        }
    }

    private static IEnumerable<string> Slips()
    {
        for (var place = 0; place < Document.Length; place++)
        {
            yield return Document[..place];
            yield return Document.Remove(place, 1);
            foreach (var letter in "{}[]\",:\\/*\n\r \tx0-.eü")
            {
                yield return Document.Insert(place, letter.ToString());
                yield return Document.Remove(place, 1).Insert(place, letter.ToString());
            }
        }
    }

    private static bool Accepts(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
