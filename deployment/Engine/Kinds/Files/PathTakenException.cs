namespace Layercake.Engine.Kinds.Files;

/// <summary>A file was created at the path after the plan was made.</summary>
internal sealed class PathTakenException(string place, Exception inner)
    : Exception(
        $"{place} was made by someone else after the plan was made, so it is left as it is. Run the same command again: the plan "
            + $"then says what is there.",
        inner
    );
