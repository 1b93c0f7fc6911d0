namespace Layercake.Engine.Declarations;

/// <summary>Why a text is not the JSON document it should be, and where.</summary>
internal sealed class JsonProblem(string code, string message, int line, int column) : Exception(message)
{
    public string Code => code;

    public int Line => line;

    public int Column => column;
}
