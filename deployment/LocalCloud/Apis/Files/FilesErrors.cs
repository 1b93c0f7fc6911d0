using Layercake.LocalCloud.Http;
using Newtonsoft.Json.Linq;

namespace Layercake.LocalCloud.Apis.Files;

/// <summary>Refusals of the Files API, whose details hold the reason that clients go by.</summary>
internal static class FilesErrors
{
    public static ApiError NoFile(string path) =>
        Of(404, "NOT_FOUND", "FILES_API_FILE_NOT_FOUND", $"The file being accessed is not found: {path}");

    public static ApiError NoUpload(string path) =>
        Of(404, "NOT_FOUND", "FILES_API_UPLOAD_NOT_FOUND", $"There is no open upload of that session for {path}.");

    public static ApiError NoDirectory(string path) =>
        Of(404, "NOT_FOUND", "FILES_API_DIRECTORY_IS_NOT_FOUND", $"The directory being accessed is not found: {path}");

    public static ApiError NotEmpty() =>
        Of(400, "INVALID_PARAMETER_VALUE", "FILES_API_DIRECTORY_IS_NOT_EMPTY", "The directory being deleted is not empty.");

    public static ApiError FileExists(string path) =>
        Of(409, "ALREADY_EXISTS", "FILES_API_FILE_ALREADY_EXISTS", $"The file being created already exists: {path}");

    public static ApiError IsFile() =>
        Of(
            409,
            "ALREADY_EXISTS",
            "FILES_API_PATH_IS_A_FILE",
            "The given path points to an existing file. This API does not support operations on files."
        );

    public static ApiError IsDirectory() =>
        Of(
            409,
            "ALREADY_EXISTS",
            "FILES_API_PATH_IS_A_DIRECTORY",
            "The given path points to an existing directory. This API does not support operations on directories."
        );

    public static ApiError NotInVolume(string path) =>
        Of(
            400,
            "INVALID_PARAMETER_VALUE",
            "FILES_API_INVALID_PATH",
            $"The path {path} is not in a volume: it must start with /Volumes/<catalog>/<schema>/<volume>/."
        );

    private static ApiError Of(int status, string code, string reason, string message) =>
        ApiError.Of(
            status,
            code,
            message,
            new JArray(
                new JObject
                {
                    ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                    ["reason"] = reason,
                    ["domain"] = "filesystem.databricks.com",
                }
            )
        );
}
